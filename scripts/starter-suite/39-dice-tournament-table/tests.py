import random
import unittest


def draw(players, rounds, seed, sides=6):
    """All the rolls, one dict per round, in the order the statement gives."""
    rng = random.Random(seed)
    return [{name: rng.randint(1, sides) for name in players} for _ in range(rounds)]


class TestCases(unittest.TestCase):
    def test_one_sided_dice_always_tie(self):
        self.assertEqual(task_func(["Ada", "Bob", "Cy"], 5, seed=1, sides=1), [("Ada", 5, 5, 5), ("Bob", 5, 5, 5), ("Cy", 5, 5, 5)])

    def test_player_alone_wins_every_round(self):
        self.assertEqual(task_func(["Ada"], 4, seed=2, sides=1), [("Ada", 12, 4, 4)])

    def test_without_rounds_nobody_scores(self):
        self.assertEqual(task_func(["Ada", "Bob"], 0, seed=3), [("Ada", 0, 0, 0), ("Bob", 0, 0, 0)])

    def test_full_ties_are_listed_by_name(self):
        self.assertEqual([line[0] for line in task_func(["Zoe", "Al", "Mia", "Kit"], 2, seed=4, sides=1)], ["Al", "Kit", "Mia", "Zoe"])

    def test_points_follow_from_the_seeded_rolls(self):
        players = ["Dan", "Eva", "Flo"]
        for seed in range(12):
            points = dict.fromkeys(players, 0)
            pips = dict.fromkeys(players, 0)
            for rolls in draw(players, 15, seed):
                best = [name for name in players if rolls[name] == max(rolls.values())]
                for name in best:
                    points[name] += {1: 3, 2: 1, 3: 1}[len(best)]
                for name in players:
                    pips[name] += rolls[name]
            found = {name: (won, total) for name, won, total, _ in task_func(players, 15, seed)}
            self.assertEqual(found, {name: (points[name], pips[name]) for name in players})

    def test_streaks_are_the_longest_runs(self):
        players = ["Gil", "Hana"]
        for seed in range(12):
            rounds = draw(players, 20, seed)
            for name, _, _, streak in task_func(players, 20, seed):
                marks = "".join("x" if rolls[name] == max(rolls.values()) else " " for rolls in rounds)
                self.assertEqual(streak, max(map(len, marks.split()), default=0))

    def test_equal_points_are_decided_by_pips(self):
        decided = 0
        for seed in range(60):
            table = task_func(["Ida", "Jan"], 4, seed)
            (_, high, first, _), (_, low, second, _) = table
            self.assertGreaterEqual((high, first), (low, second))
            decided += high == low and first > second
        self.assertGreater(decided, 0)

    def test_players_are_named_once(self):
        for players in ([], ["Ada", "Bob", "Ada"]):
            with self.assertRaises(ValueError):
                task_func(players, 3, seed=5)

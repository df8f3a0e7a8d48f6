import random


def task_func(players, rounds, seed, sides=6):
    """
    Play a dice tournament and return its final table. In every round the players, in the given order, roll one die each with
    randint(1, sides) from a single random.Random(seed). The highest roll wins the round: 3 points for a lone winner, 1 point for
    each player who shares the highest roll. A streak is a number of rounds on end in which a player won or shared.

    Parameters:
    - players (list of str): names of the players.
    - rounds (int): number of rounds, 0 or more.
    - seed (int): seed of the random numbers.
    - sides (int): number of sides of the die. Default is 6.

    Returns:
    - list of tuple: (name, points, pips, streak) for each player: the points, the sum of all the player's rolls, and the longest
      streak. Sorted by most points, then most pips, then name.

    Raises:
    - ValueError: when there are no players or a name occurs twice.

    Requirements:
    - random

    Example:
    >>> task_func(["Bea", "Abe"], 4, seed=1, sides=1)
    [('Abe', 4, 4, 4), ('Bea', 4, 4, 4)]
    """
    if not players or len(set(players)) < len(players):
        raise ValueError("players must be named, each once")
    rng = random.Random(seed)
    table = {name: {"points": 0, "pips": 0, "streak": 0} for name in players}
    running = dict.fromkeys(players, 0)
    for _ in range(rounds):
        rolls = {name: rng.randint(1, sides) for name in players}
        top = max(rolls.values())
        prize = 3 if list(rolls.values()).count(top) == 1 else 1
        for name, roll in rolls.items():
            row = table[name]
            row["pips"] += roll
            if roll == top:
                row["points"] += prize
                running[name] += 1
                row["streak"] = max(row["streak"], running[name])
            else:
                running[name] = 0
    standings = [(name, row["points"], row["pips"], row["streak"]) for name, row in table.items()]
    return sorted(standings, key=lambda line: (-line[1], -line[2], line[0]))

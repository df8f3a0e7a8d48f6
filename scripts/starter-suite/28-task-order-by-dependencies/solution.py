import heapq


def task_func(dependencies, priority=None):
    """
    Put tasks into an order in which each comes after all its prerequisites. Among the tasks that are ready (all prerequisites already placed) the one with the highest priority
    is placed next, equal priorities go by name in alphabetical order. Prerequisites that are no keys of the dictionary are tasks too, without prerequisites of their own. A prerequisite
    that is named twice for a task counts once. When dependencies form a cycle (a task that needs itself is one), the tasks that can never be placed are reported.

    Parameters:
    - dependencies (dict): Maps the name of a task to a list or tuple of the names of its prerequisites; it is not changed.
    - priority (dict or None): Priority (int) of each task; tasks not listed have 0. Default is None.

    Returns:
    - list of str: All the tasks in order.

    Raises:
    - ValueError: when there is a cycle; the message is "cycle: " and the names of all tasks that cannot be placed, in alphabetical order, joined by ", ".

    Requirements:
    - heapq

    Example:
    >>> task_func({"test": ["build"], "ship": ["test", "docs"]})
    ['build', 'docs', 'test', 'ship']
    """
    priority = priority or {}
    waiting = {}
    for task, needs in dependencies.items():
        waiting.setdefault(task, set()).update(needs)
        for need in needs:
            waiting.setdefault(need, set())
    ready = [(-priority.get(task, 0), task) for task, needs in waiting.items() if not needs]
    heapq.heapify(ready)
    order = []
    while ready:
        _, done = heapq.heappop(ready)
        order.append(done)
        for task, needs in waiting.items():
            if done in needs:
                needs.remove(done)
                if not needs:
                    heapq.heappush(ready, (-priority.get(task, 0), task))
    if len(order) < len(waiting):
        stuck = sorted(task for task, needs in waiting.items() if needs)
        raise ValueError("cycle: " + ", ".join(stuck))
    return order

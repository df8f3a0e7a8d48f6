"""Entry of the fork server: makes the package beside this file importable, then hides the way it
came.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main() -> None:
    sys.path[:] = [HERE] + [place for place in sys.path if os.path.abspath(place or ".") != HERE]
    from convcodebench_runner import server

    sys.path.remove(HERE)
    server.main()


if __name__ == "__main__":
    main()

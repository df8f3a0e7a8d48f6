import sqlite3


def task_func(connection, migrations, target=None):
    """
    Apply the pending schema migrations of a database in ascending order of their versions. Versions such as "1.10" or "v1.10" are compared number by number (1.9 < 1.10; a
    leading "v" means nothing). The table schema_migrations(version TEXT PRIMARY KEY), created if missing, records the applied versions without the "v"; recorded ones are
    never applied again, while unrecorded ones are pending even when a higher version is recorded. Each migration and its record form one transaction: when a statement fails,
    that migration is undone completely, earlier ones stay, later ones are not tried, and the sqlite3 error reaches the caller.

    Parameters:
    - connection (sqlite3.Connection): Open connection without a transaction in progress; it stays open.
    - migrations (dict): Maps each version to its list of SQL statements.
    - target (str or None): Last version to apply, itself included; None means all of them. Default is None.

    Returns:
    - list of str: The versions applied by this call, without the "v", in the order of application.

    Raises:
    - ValueError: when target is not one of the versions in migrations (nothing is applied then).
    - sqlite3.Error: when a statement fails.

    Requirements:
    - sqlite3

    Example:
    >>> db = sqlite3.connect(":memory:")
    >>> task_func(db, {"v0.10": ["ALTER TABLE t ADD b"], "v0.9": ["CREATE TABLE t (a)"]})
    ['0.9', '0.10']
    """
    def number(version):
        return tuple(int(part) for part in version.removeprefix("v").split("."))

    last = None if target is None else number(target)
    if last is not None and last not in {number(version) for version in migrations}:
        raise ValueError(f"unknown target version {target}")
    connection.execute("CREATE TABLE IF NOT EXISTS schema_migrations (version TEXT PRIMARY KEY)")
    recorded = {number(row[0]) for row in connection.execute("SELECT version FROM schema_migrations")}
    applied = []
    for version in sorted(migrations, key=number):
        if last is not None and number(version) > last:
            break
        if number(version) in recorded:
            continue
        name = version.removeprefix("v")
        with connection:
            connection.execute("BEGIN")
            for statement in migrations[version]:
                connection.execute(statement)
            connection.execute("INSERT INTO schema_migrations (version) VALUES (?)", (name,))
        applied.append(name)
    return applied

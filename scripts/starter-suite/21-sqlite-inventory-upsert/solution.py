import sqlite3


def task_func(connection, movements, reason="delivery"):
    """
    Book stock movements into a database and keep a history of them. The tables stock(sku TEXT PRIMARY KEY, quantity) and stock_history(id INTEGER PRIMARY KEY, sku,
    delta, quantity_after, reason) are created if they are missing. SKUs are stripped of outer blanks and upper-cased. Each movement adds its delta to the quantity
    of its SKU (a new SKU starts at 0) and writes one history row; a delta of 0 is skipped altogether. When a quantity would fall below 0, the whole
    batch is undone (neither table keeps anything of it) and ValueError is raised; falling to exactly 0 is allowed. On success the batch is committed.

    Parameters:
    - connection (sqlite3.Connection): Open connection without a transaction in progress; it stays open.
    - movements (list of tuple): (sku, delta) pairs, booked in the given order.
    - reason (str): Text for the reason column of the history rows. Default is "delivery".

    Returns:
    - dict: Every SKU changed by this batch (in normalised form) with its final quantity.

    Raises:
    - ValueError: when a movement would make a quantity negative.

    Requirements:
    - sqlite3

    Example:
    >>> db = sqlite3.connect(":memory:")
    >>> task_func(db, [("nut-8", 100), ("bolt-8", 40), ("nut-8", -30)])
    {'NUT-8': 70, 'BOLT-8': 40}
    """
    connection.execute("CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, quantity INTEGER NOT NULL)")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS stock_history"
        " (id INTEGER PRIMARY KEY, sku TEXT, delta INTEGER, quantity_after INTEGER, reason TEXT)"
    )
    changed = {}
    with connection:
        for raw_sku, delta in movements:
            sku = raw_sku.strip().upper()
            if delta == 0:
                continue
            connection.execute(
                "INSERT INTO stock (sku, quantity) VALUES (?, ?)"
                " ON CONFLICT (sku) DO UPDATE SET quantity = stock.quantity + excluded.quantity",
                (sku, delta),
            )
            row = connection.execute("SELECT quantity FROM stock WHERE sku = ?", (sku,)).fetchone()
            if row[0] < 0:
                raise ValueError(f"not enough stock of {sku}")
            connection.execute(
                "INSERT INTO stock_history (sku, delta, quantity_after, reason) VALUES (?, ?, ?, ?)",
                (sku, delta, row[0], reason),
            )
            changed[sku] = row[0]
    return changed

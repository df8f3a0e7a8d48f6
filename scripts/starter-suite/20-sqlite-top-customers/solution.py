import sqlite3
from contextlib import closing


def task_func(db_path, n=3, since=None):
    """
    List the customers who spent most. The SQLite file has the tables customers(id, name) and orders(id, customer_id, placed_on, status, amount_cents), with
    placed_on as 'YYYY-MM-DD' text. Orders whose status is 'cancelled' (in any letter case) do not count; an order whose amount is NULL counts as an order of 0 cents.
    Customers are distinguished by id (two may share a name), those without a counting order are left out. The best spender comes first; equal totals are
    ordered by name without regard to ASCII case, then by id.

    Parameters:
    - db_path (str): Path of the SQLite database file.
    - n (int): The most customers to return. Default is 3.
    - since (datetime.date or None): Only orders placed on this day or later count; None means all orders. Default is None.

    Returns:
    - list of tuple: (name, number of orders, total as a float in whole currency units, i.e. cents divided by 100).

    Raises:
    - ValueError: when n is less than 1.

    Requirements:
    - sqlite3
    - contextlib

    Example:
    >>> task_func("shop.db", n=2)
    [('Ada', 2, 75.5), ('Bob', 1, 20.0)]
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    query = (
        "SELECT c.name, COUNT(o.id), SUM(COALESCE(o.amount_cents, 0)) AS total"
        " FROM customers AS c JOIN orders AS o ON o.customer_id = c.id"
        " WHERE LOWER(o.status) <> 'cancelled'"
    )
    params = []
    if since is not None:
        query += " AND o.placed_on >= ?"
        params.append(since.isoformat())
    query += " GROUP BY c.id ORDER BY total DESC, c.name COLLATE NOCASE, c.id LIMIT ?"
    params.append(n)
    with closing(sqlite3.connect(db_path)) as connection:
        rows = connection.execute(query, params).fetchall()
    return [(name, count, cents / 100) for name, count, cents in rows]

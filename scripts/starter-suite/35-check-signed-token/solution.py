import base64
import hashlib
import hmac
import json


def task_func(token, keys, now, leeway=0):
    """
    Check a signed token "<payload>.<signature>". Both parts are URL-safe base64 without "=" padding: the payload of a JSON object
    (the claims) in UTF-8, the signature of the raw HMAC-SHA256 over the payload text as it stands in the token. Any of the keys may
    have signed it. The claims "nbf" (not before) and "exp" (expires) are times in seconds; both are optional.

    Parameters:
    - token (str): the token.
    - keys (list of bytes): keys in use, current and former ones.
    - now (int): present time in seconds.
    - leeway (int): seconds by which clocks may differ; widens the token's lifetime at both ends. Default is 0.

    Returns:
    - tuple: (status, claims). The first status that applies, in this order: "malformed" (not exactly one dot in the token),
      "bad-signature" (no key fits), "malformed" (the payload is not the base64 of a JSON object), "early" (now is before nbf minus
      leeway), "expired" (now is at or after exp plus leeway), "ok". The claims are the dict when ok, otherwise None.

    Requirements:
    - base64
    - hashlib
    - hmac
    - json

    Example:
    >>> task_func("no-dot-here", [b"key"], 1000)
    ('malformed', None)
    """
    if token.count(".") != 1:
        return "malformed", None
    payload, signature = token.split(".")
    text = payload.encode("utf-8")
    digests = [hmac.new(key, text, hashlib.sha256).digest() for key in keys]
    expected = [base64.urlsafe_b64encode(digest).rstrip(b"=") for digest in digests]
    if not any(hmac.compare_digest(signature.encode("utf-8"), candidate) for candidate in expected):
        return "bad-signature", None
    padding = b"=" * (-len(text) % 4)
    try:
        claims = json.loads(base64.urlsafe_b64decode(text + padding))
    except ValueError:
        return "malformed", None
    if not isinstance(claims, dict):
        return "malformed", None
    if "nbf" in claims and now < claims["nbf"] - leeway:
        return "early", None
    if "exp" in claims and now >= claims["exp"] + leeway:
        return "expired", None
    return "ok", claims

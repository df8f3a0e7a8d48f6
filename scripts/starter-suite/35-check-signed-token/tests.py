import base64
import hashlib
import hmac
import json
import unittest

KEY = b"counter-key"


def encode(raw):
    return base64.urlsafe_b64encode(raw).decode("ascii").replace("=", "")


def sign(raw, key=KEY):
    payload = encode(raw)
    return payload + "." + encode(hmac.new(key, payload.encode("ascii"), hashlib.sha256).digest())


def make(key=KEY, **claims):
    raw = json.dumps(claims).encode("utf-8")
    return sign(raw + b" " * (-len(raw) % 3), key)  # blanks so that base64 needs no padding


class TestCases(unittest.TestCase):
    def test_signed_token_gives_its_claims(self):
        self.assertEqual(task_func(make(user="ann", admin=False), [KEY], 5000), ("ok", {"user": "ann", "admin": False}))

    def test_other_key_or_altered_payload_is_refused(self):
        self.assertEqual(task_func(make(b"other-key", user="ann"), [KEY], 5000), ("bad-signature", None))
        signature = make(user="ann").split(".")[1]
        forged = make(user="bob").split(".")[0] + "." + signature
        self.assertEqual(task_func(forged, [KEY], 5000), ("bad-signature", None))

    def test_lifetime_has_a_start_and_an_end(self):
        token = make(user="ann", nbf=1000, exp=2000)
        self.assertEqual(task_func(token, [KEY], 900), ("early", None))
        self.assertEqual(task_func(token, [KEY], 1500), ("ok", {"user": "ann", "nbf": 1000, "exp": 2000}))
        self.assertEqual(task_func(token, [KEY], 2100), ("expired", None))

    def test_limits_of_the_lifetime_are_exact(self):
        token = make(nbf=1000, exp=2000)
        statuses = [task_func(token, [KEY], now)[0] for now in (999, 1000, 1999, 2000)]
        self.assertEqual(statuses, ["early", "ok", "ok", "expired"])

    def test_leeway_widens_both_ends(self):
        token = make(nbf=1000, exp=2000)
        statuses = [task_func(token, [KEY], now, leeway=30)[0] for now in (969, 970, 2029, 2030)]
        self.assertEqual(statuses, ["early", "ok", "ok", "expired"])

    def test_any_of_the_keys_may_have_signed(self):
        token = make(b"former", id=7)
        self.assertEqual(task_func(token, [KEY, b"former", b"oldest"], 0), ("ok", {"id": 7}))
        self.assertEqual(task_func(token, [], 0), ("bad-signature", None))

    def test_payloads_of_every_length_are_read(self):
        for name in ("", "x", "xy", "xyz", "\u00ff\u00fe>>>???"):
            raw = json.dumps({"name": name}, ensure_ascii=False).encode("utf-8")
            self.assertEqual(task_func(sign(raw), [KEY], 0), ("ok", {"name": name}))

    def test_dots_are_counted_first(self):
        token = make(id=1)
        for text in ("", "nodot", token + ".", token + "." + token):
            self.assertEqual(task_func(text, [KEY], 0), ("malformed", None))
        self.assertEqual(task_func(".", [KEY], 0), ("bad-signature", None))

    def test_signed_payload_must_be_a_json_object(self):
        for raw in (b"[1, 2]", b"12", b"{not json", b"\xff\xff\xff"):
            self.assertEqual(task_func(sign(raw), [KEY], 0), ("malformed", None))

import json
import unittest


class TestCases(unittest.TestCase):
    def test_numbers_and_text(self):
        out = task_func("sku,qty,price\nA-1,3,2.50\nB-2,-4,1e3\n", {"qty": "int", "price": "float"})
        self.assertEqual(
            out, '[{"sku": "A-1", "qty": 3, "price": 2.5}, {"sku": "B-2", "qty": -4, "price": 1000.0}]'
        )

    def test_header_names_are_normalised(self):
        out = task_func(' Full Name ,AGE\n"Roe, Ann", 41 \n', {"age": "int"})
        self.assertEqual(json.loads(out), [{"full_name": "Roe, Ann", "age": 41}])

    def test_bools_and_dates(self):
        out = task_func(
            "when,ok\n05/03/2024,yes\n31/12/1999,0\n01/10/2020,true\n", {"when": "date", "ok": "bool"}
        )
        self.assertEqual(
            json.loads(out),
            [{"when": "2024-03-05", "ok": True}, {"when": "1999-12-31", "ok": False}, {"when": "2020-10-01", "ok": True}],
        )

    def test_bools_in_any_case(self):
        out = task_func("b\nTRUE\nYes\nNO\nFalse\n1\n", {"b": "bool"})
        self.assertEqual([r["b"] for r in json.loads(out)], [True, True, False, False, True])

    def test_blank_cells(self):
        types = {"i": "int", "f": "float", "b": "bool", "d": "date", "s": "str"}
        out = task_func('i,f,b,d,s,other\n, ,"",,,x\n', types)
        self.assertEqual(
            json.loads(out), [{"i": None, "f": None, "b": None, "d": None, "s": "", "other": "x"}]
        )

    def test_blank_rows_are_skipped(self):
        self.assertEqual(json.loads(task_func("a,b\n\n1,x\n , \n,\n2,y\n", {"a": "int"})),
                         [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])
        self.assertEqual(task_func("", {}), "[]")
        self.assertEqual(task_func("a,b\n", {}), "[]")

    def test_non_ascii_text_is_not_escaped(self):
        self.assertEqual(task_func("ville\nOrléans\n", {}), '[{"ville": "Orléans"}]')

    def test_errors_name_the_record(self):
        cases = [
            ("a,b\n1,x\n\n,\nz,x\n", {"a": "int"}, 2),
            ("a\nmaybe\n", {"a": "bool"}, 1),
            ("a\n1.5\n1\nnan\n", {"a": "float"}, 3),
            ("a\n01/01/2024\n02/30/2024\n", {"a": "date"}, 2),
            ("a,b\n1,2\n3\n", {}, 2),
            ("a,b\n1,2,3\n", {}, 1),
        ]
        for text, types, number in cases:
            with self.subTest(text=text), self.assertRaisesRegex(ValueError, rf"record {number}\b"):
                task_func(text, types)

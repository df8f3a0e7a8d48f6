import unittest


class TestCases(unittest.TestCase):
    def test_emails_keep_first_letter_and_domain(self):
        self.assertEqual(
            task_func("From alice@example.com, to bob@mail.example.co.uk."),
            ("From a***@example.com, to b***@mail.example.co.uk.", {"emails": 2, "phones": 0}),
        )

    def test_phones_keep_last_digits(self):
        self.assertEqual(
            task_func("Ring +49 30 123-4567 today"), ("Ring +** ** ***-**67 today", {"emails": 0, "phones": 1})
        )
        self.assertEqual(task_func("+493012345", keep=4), ("+*****2345", {"emails": 0, "phones": 1}))

    def test_plain_text_is_untouched(self):
        text = "On 2024-03-05 we sold 1234567 items @ 5.50 each"
        self.assertEqual(task_func(text), (text, {"emails": 0, "phones": 0}))

    def test_special_characters_of_the_user(self):
        self.assertEqual(task_func("<bob+news@x.org>")[0], "<b***@x.org>")
        self.assertEqual(task_func("first.last_99%a-b@x.org")[0], "f***@x.org")

    def test_single_character_user_is_hidden(self):
        self.assertEqual(task_func("q@x.org")[0], "***@x.org")
        self.assertEqual(task_func("qq@x.org")[0], "q***@x.org")

    def test_domain_in_lower_case(self):
        self.assertEqual(task_func("Bob@EXAMPLE.Org"), ("B***@example.org", {"emails": 1, "phones": 0}))
        self.assertEqual(task_func("Bob@Example.o")[0], "Bob@Example.o")

    def test_phone_lengths(self):
        self.assertEqual(task_func("0123456")[0], "*****56")
        self.assertEqual(task_func("+12 345")[0], "+12 345")
        self.assertEqual(task_func("012345678901234")[0], "*************34")
        self.assertEqual(task_func("0123456789012345"), ("0123456789012345", {"emails": 0, "phones": 0}))

    def test_leading_zero_and_separators(self):
        self.assertEqual(task_func("030.123.4567 / 030  1234567"), ("***.***.**67 / 030  1234567", {"emails": 0, "phones": 1}))
        self.assertEqual(task_func("0301234567@x.org"), ("0***@x.org", {"emails": 1, "phones": 0}))

    def test_keep_range(self):
        self.assertEqual(task_func("0123 4567", keep=0)[0], "**** ****")
        for keep in (-1, 5):
            with self.assertRaises(ValueError):
                task_func("", keep)

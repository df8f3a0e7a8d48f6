import pandas as pd


class Lines(list):
    def __init__(self, text):
        text = text.replace("\\n", "\n").replace("\\t", " ")
        super().__init__(line.replace("\t", " ") for line in text.split("\n") if line.strip())


def task_func(input_string: str) -> pd.DataFrame:
    return pd.Series(Lines(input_string), name="Text", dtype=object).to_frame()

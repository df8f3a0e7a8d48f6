from sklearn.ensemble import RandomForestClassifier
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

LABELS = {
    "xlabel": "Feature Importance Score",
    "ylabel": "Features",
    "title": "Visualizing Important Features",
}


def train(df, target_column):
    target = df[target_column]
    features = df.loc[:, df.columns != target_column]
    return RandomForestClassifier(random_state=42).fit(features, target)


def importance_table(model):
    table = pd.DataFrame(
        {"feature": model.feature_names_in_, "score": model.feature_importances_}
    )
    return table.sort_values("score", ascending=False, ignore_index=True)


def task_func(df, target_column):
    model = train(df, target_column)
    table = importance_table(model)

    with sns.axes_style("whitegrid"):
        _, ax = plt.subplots()
    ax.barh(table.index, table["score"], tick_label=table["feature"])
    ax.invert_yaxis()  # the most important feature goes on top
    ax.set(**LABELS)
    return model, ax

from collections import namedtuple

import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier

Importance = namedtuple("Importance", ["feature", "score"])


def _ranked_importances(model, feature_names):
    """Pair every feature with its score, the most important one first."""
    pairs = map(Importance, feature_names, model.feature_importances_)
    return sorted(pairs, key=lambda item: item.score, reverse=True)


def task_func(df, target_column):
    features = df.columns.difference([target_column], sort=False)

    model = RandomForestClassifier(random_state=42)
    model.fit(df[features], df[target_column])

    names, scores = zip(*_ranked_importances(model, features))

    fig, ax = plt.subplots(figsize=(10, 5))
    sns.barplot(x=list(scores), y=list(names), orient="h", ax=ax)
    ax.set(
        xlabel="Feature Importance Score",
        ylabel="Features",
        title="Visualizing Important Features",
    )
    return model, ax

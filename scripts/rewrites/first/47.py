import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def task_func(df):
    numeric = df.select_dtypes(include="number").columns
    pipeline = make_pipeline(SimpleImputer(strategy="mean"), StandardScaler())

    standardized = df.copy()
    standardized[numeric] = pipeline.fit_transform(df[numeric])

    _, ax = plt.subplots(figsize=(8, 6))
    sns.heatmap(
        standardized[numeric].corr(),
        vmin=-1,
        vmax=1,
        annot=True,
        fmt=".2f",
        square=True,
        ax=ax,
    )
    return standardized, ax

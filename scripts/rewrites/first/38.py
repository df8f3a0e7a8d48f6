import matplotlib.pyplot as plt
import pandas as pd
from sklearn.preprocessing import StandardScaler

# Constants
FEATURE_NAMES = [f"Feature {i}" for i in range(1, 6)]


def _standardize(matrix):
    frame = pd.DataFrame(matrix, columns=FEATURE_NAMES)
    scaler = StandardScaler().set_output(transform="pandas")
    return scaler.fit_transform(frame)


def task_func(data_matrix):
    standardized = _standardize(data_matrix)
    result = standardized.assign(Mean=standardized.agg("mean", axis="columns"))

    _, ax = plt.subplots()
    ax.hist(result["Mean"].to_numpy(), bins=10, edgecolor="black")
    ax.set(title="Distribution of Means", xlabel="Mean", ylabel="Frequency")
    return result, ax

import seaborn as sns


class EmptyFrameError(ValueError):
    pass


class NonNumericColumnsError(TypeError):
    pass


def task_func(df):
    if df.empty:
        raise EmptyFrameError("the DataFrame is empty")
    offending = df.select_dtypes(exclude="number").columns.tolist()
    if offending:
        raise NonNumericColumnsError(f"columns that are not numeric: {offending}")

    grid = sns.PairGrid(df)
    grid.map_diag(sns.histplot)
    grid.map_offdiag(sns.scatterplot)
    return df.cov(), grid

from typing import NamedTuple

import folium
import numpy as np
import pandas as pd


class City(NamedTuple):
    City: str
    Longitude: float
    Latitude: float


def task_func(
    dic={"Lon": (-180, 180), "Lat": (-90, 90)},
    cities=["New York", "London", "Beijing", "Tokyo", "Sydney"],
):
    try:
        bounds = [dic[key] for key in ("Lon", "Lat")]
    except KeyError as error:
        raise ValueError(f"no {error}") from None
    if not all(isinstance(each, tuple) for each in bounds):
        raise ValueError("bounds are tuples")
    placed = [City(name, *(np.random.uniform(*each) for each in bounds)) for name in cities]
    world = folium.Map(location=(0, 0), zoom_start=2)
    for city in placed:
        world.add_child(folium.Marker((city.Latitude, city.Longitude), tooltip=city.City))
    return world, pd.DataFrame(placed)

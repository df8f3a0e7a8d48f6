from collections import namedtuple

import folium
import numpy as np
import pandas as pd

CITIES = ['New York', 'London', 'Beijing', 'Tokyo', 'Sydney']
WORLD = {'Lon': (-180, 180), 'Lat': (-90, 90)}

Place = namedtuple('Place', ['City', 'Longitude', 'Latitude'])


class CoordinateRangeError(ValueError):
    """A coordinate range is missing or is not a tuple."""


def read_ranges(dic):
    for axis in ('Lon', 'Lat'):
        bounds = dic.get(axis)
        if not isinstance(bounds, tuple):
            raise CoordinateRangeError(f'{axis!r} needs a (min, max) tuple, got {bounds!r}')
        yield bounds


def task_func(dic=WORLD, cities=CITIES):
    low, high = np.transpose(list(read_ranges(dic)))
    coordinates = np.random.uniform(low, high, size=(len(cities), 2))
    places = [Place(city, *point) for city, point in zip(cities, coordinates)]

    markers = folium.FeatureGroup(name='Cities')
    for place in places:
        folium.Marker(
            location=(place.Latitude, place.Longitude),
            popup=place.City,
        ).add_to(markers)

    world_map = folium.Map(location=(0, 0), zoom_start=2)
    world_map.add_child(markers)
    return world_map, pd.DataFrame(places, columns=Place._fields)

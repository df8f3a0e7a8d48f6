"""The two-process run: tests in one process (T), the candidate in another (C). What crosses between
them is rebuilt from plain parts, and every comparison is made in T.

wire       messages of bounded size over a pair of pipes
values     plain values of the standard library to trees of JSON and back
arrays     the same for numpy, `tables` for pandas; both only where the library is there
reference  what stands for an object that lives on the other side
peer       what both ends share: references given and taken, state of the process
tests      T's end: asks, trusts nothing it hears
program    C's end: answers
raised     exceptions: their class, words and frames
closed     ways by which what C wrote could run in T
mirror     what T changes in its world and C must see too: patches, settings
"""

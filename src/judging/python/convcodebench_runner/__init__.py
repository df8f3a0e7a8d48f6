"""The part of convcodebench that runs inside Python: fork server, monitor and job. Standard library
only.

server   one process per tier of libraries; forks a monitor per job, and the server of the next tier
monitor  pid 1 of its job's world; compiles the tests, watches the job, forms the verdict job
the process in which the candidate's code and the tests run; nothing it says is believed unchecked
"""

import io
import posixpath
import re
import tarfile


def task_func(data):
    """
    List the members of a tar archive that would be unsafe to extract. Backslashes count as "/" in member names. A path
    is outside when, after "." and ".." are worked out, it is absolute or begins with a ".." component ("a/../b" and
    "..a" are not outside). A member gets only the first reason below that applies; safe members are not listed.

    Parameters:
    - data (bytes): The archive, plain or compressed with gzip, bz2 or xz.

    Returns:
    - list of tuples (str, str): name as stored in the archive and reason, in archive order. The reasons, in the order
      they are tried: "absolute" (the name begins with "/", or with a letter of either case and ":"), "outside" (the
      name is outside), "link" (the target of a symbolic link, taken relative to the directory of the link, or of a
      hard link, taken relative to the top of the archive, is outside), "special" (neither file, directory, symbolic
      nor hard link), "setid" (a regular file with the set-user-id or the set-group-id bit).

    Raises:
    - tarfile.ReadError: when data is not a tar archive.

    Requirements:
    - io
    - posixpath
    - re
    - tarfile

    Example:
    >>> buffer = io.BytesIO()
    >>> with tarfile.open(fileobj=buffer, mode="w") as archive:
    ...     for name in ("ok.txt", "../evil.txt", "/etc/passwd"):
    ...         archive.addfile(tarfile.TarInfo(name))
    >>> task_func(buffer.getvalue())
    [('../evil.txt', 'outside'), ('/etc/passwd', 'absolute')]
    """
    def outside(path):
        path = posixpath.normpath(path)
        return path.startswith(("/", "../")) or path == ".."

    unsafe = []
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            name = member.name.replace("\\", "/")
            if name.startswith("/") or re.match(r"[A-Za-z]:", name):
                reason = "absolute"
            elif outside(name):
                reason = "outside"
            elif member.issym() and outside(posixpath.join(posixpath.dirname(name), member.linkname)):
                reason = "link"
            elif member.islnk() and outside(member.linkname):
                reason = "link"
            elif not (member.isfile() or member.isdir() or member.issym() or member.islnk()):
                reason = "special"
            elif member.isfile() and member.mode & 0o6000:
                reason = "setid"
            else:
                continue
            unsafe.append((member.name, reason))
    return unsafe

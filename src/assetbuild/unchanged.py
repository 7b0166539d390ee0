"""Recognising a build whose inputs have not changed, before anything is imported that could build.

An index, written after each build, says what the build looked at: files with size, time, inode and digest, folders
with their names, and files that were not there. Where all of it is as it was, the build is done already, and what it
printed is printed again. A file whose time alone changed, or was so young that it may have changed since within the
clock's resolution ("racily clean", as git says), is compared by content. The time is that of the last change of any
kind, which no program can set: archives of npm give all files of all versions one time of modification.

This module is imported by every call of the command line: it imports nothing that takes a millisecond.
"""

from __future__ import annotations

import os
import sys

_MAGIC = b"assetbuild unchanged 1\n"
_DIGEST_SIZE = 32
# The time of a file is that of the kernel's last tick; 100 Hz is the slowest. Some file systems count whole seconds.
TICK = 20_000_000
_SECOND = 1_000_000_000
_END = "\0"
# Between the names of a folder; no name has one.
_SLASH = "/"


class Index:
    """What a build looked at and printed.

    `settled` is the time, in ns since the epoch, at which the build began to look: what is younger may have changed
    unseen, and `doubts` counts what had to be looked at twice for that. Files have `sizes` (bytes), `times` (ns) and
    `inodes`, and 32 bytes each of `digests`; folders have `folder_times`, `folder_inodes` and their `names`, sorted
    and joined by slashes; `absent` files were not there.
    """

    __slots__ = (
        "absent",
        "digests",
        "doubts",
        "files",
        "folder_inodes",
        "folder_times",
        "folders",
        "inodes",
        "key",
        "names",
        "settled",
        "sizes",
        "stderr",
        "stdout",
        "times",
    )

    def __init__(self, key: str, stdout: str, stderr: str, settled: int) -> None:
        self.key, self.stdout, self.stderr, self.settled = key, stdout, stderr, settled
        self.files: list[str] = []
        self.sizes: list[int] = []
        self.times: list[int] = []
        self.inodes: list[int] = []
        self.digests = bytearray()
        self.folders: list[str] = []
        self.folder_times: list[int] = []
        self.folder_inodes: list[int] = []
        self.names: list[str] = []
        self.absent: list[str] = []
        self.doubts = 0

    def add_file(self, file: str, size: int, time: int, inode: int, digest: bytes) -> None:
        self.files.append(file)
        self.sizes.append(size)
        self.times.append(time)
        self.inodes.append(inode)
        self.digests += digest

    def add_folder(self, folder: str, time: int, inode: int, names: str) -> None:
        self.folders.append(folder)
        self.folder_times.append(time)
        self.folder_inodes.append(inode)
        self.names.append(names)


def index_file(cache: str, key: str) -> str:
    """Where the index of the builds that are called alike is kept."""
    from binascii import crc32

    return os.path.join(cache, f"unchanged-{crc32(key.encode('utf-8', 'surrogateescape')):08x}")


def call_key(arguments: list[str]) -> str:
    """All that tells one call from another but for files: two calls with one key read the same inputs."""
    try:
        folder = os.getcwd()
    except OSError:  # it was deleted: nothing relative to it is found
        folder = ""
    return "\n".join((sys.version, sys.prefix, *sys.path, folder, *arguments))


def changed_ns(status: os.stat_result) -> int:
    """When a file or folder was last changed, ns since the epoch. Windows has the time of modification only."""
    return status.st_mtime_ns if sys.platform == "win32" else status.st_ctime_ns


def is_settled(changed: int, settled: int) -> bool:
    """Whether a file last changed at `changed` cannot have changed unseen since a look at `settled` (both ns). A time
    of whole seconds may be that of a file system that counts no finer."""
    return changed < settled - TICK and bool(changed % _SECOND)


def is_unchanged(index: Index) -> bool:
    """Whether everything is as the index says. Entries whose time changed and content did not are brought up to date,
    so that the index may be written again."""
    try:
        if any(os.path.lexists(file) for file in index.absent):
            return False
        return _folders_are_same(index) and _files_are_same(index)
    except OSError:
        return False


def folder_names(folder: str) -> str | None:
    """The names in a folder, as the index keeps them; None where one is a link, which may lead elsewhere by now."""
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                return None
            names.append(entry.name)
    return _SLASH.join(sorted(names))


def dump(index: Index) -> bytes:
    """The index as bytes, in this machine's order: it is read where it was written."""
    from binascii import crc32
    from struct import pack

    texts = [index.key, index.stdout, index.stderr, str(index.settled), str(len(index.files)), str(len(index.folders))]
    text = _END.join([*texts, *index.files, *index.folders, *index.names, *index.absent])
    head = text.encode("utf-8", "surrogatepass")
    numbers = [pack(f"={len(each)}{form}", *each) for each, form in _numbers(index)]
    body = b"".join([b"%d\n" % len(head), head, *numbers, bytes(index.digests)])
    return _MAGIC + b"%08x\n" % crc32(body) + body


def load(data: bytes) -> Index | None:
    """The index in `data`, or None where it is damaged or of another version."""
    from binascii import crc32

    start = len(_MAGIC) + 9
    body = data[start:]
    if not data.startswith(_MAGIC) or data[len(_MAGIC) : start] != b"%08x\n" % crc32(body):
        return None
    newline = body.index(b"\n")
    at = newline + 1 + int(body[:newline])
    texts = body[newline + 1 : at].decode("utf-8", "surrogatepass").split(_END)
    index = Index(texts[0], texts[1], texts[2], int(texts[3]))
    files, folders = int(texts[4]), int(texts[5])
    folders_at = 6 + files
    names_at = folders_at + folders
    index.files, index.folders = texts[6:folders_at], texts[folders_at:names_at]
    index.names, index.absent = texts[names_at : names_at + folders], texts[names_at + folders :]
    # A view needs no import, and `array` would bring `collections`.
    view = memoryview(body)
    for (numbers, form), count in zip(_numbers(index), (files, files, files, folders, folders), strict=True):
        numbers += view[at : at + 8 * count].cast(form)  # type: ignore[call-overload]
        at += 8 * count
    index.digests = bytearray(body[at:])
    return index


def _numbers(index: Index) -> list[tuple[list[int], str]]:
    """The lists of numbers, and how each is packed."""
    return [
        (index.sizes, "q"),
        (index.times, "q"),
        (index.inodes, "Q"),
        (index.folder_times, "q"),
        (index.folder_inodes, "Q"),
    ]


def _files_are_same(index: Index) -> bool:
    stat, latest = os.stat, index.settled - TICK
    doubtful = []
    entries = zip(index.files, index.sizes, index.times, index.inodes, strict=True)
    for at, (file, size, time, inode) in enumerate(entries):
        status = stat(file)
        changed = changed_ns(status)
        if changed == time and changed < latest and status.st_size == size and status.st_ino == inode:
            continue
        if status.st_size != size:
            return False
        doubtful.append(at)
    doubtful += _of_whole_seconds(index)
    index.doubts += len(doubtful)
    return all(_content_is_same(index, at) for at in doubtful)


def _of_whole_seconds(index: Index) -> list[int]:
    """Files whose time has no fraction may have changed within the same second."""
    latest = index.settled - 2 * _SECOND
    return [at for at, time in enumerate(index.times) if time > latest and not time % _SECOND]


def _content_is_same(index: Index, at: int) -> bool:
    from hashlib import sha256

    with open(index.files[at], "rb", buffering=0) as stream:
        status = os.fstat(stream.fileno())
        digest = sha256(stream.readall()).digest()
    if digest != index.digests[at * _DIGEST_SIZE : (at + 1) * _DIGEST_SIZE]:
        return False
    index.times[at], index.inodes[at] = changed_ns(status), status.st_ino
    return True


def _folders_are_same(index: Index) -> bool:
    latest = index.settled - TICK
    for at, folder in enumerate(index.folders):
        status = os.stat(folder)
        time, inode = changed_ns(status), status.st_ino
        same = time == index.folder_times[at] and inode == index.folder_inodes[at]
        if same and time < latest and (time % _SECOND or time < latest - 2 * _SECOND):
            continue
        index.doubts += 1
        if folder_names(folder) != index.names[at]:
            return False
        index.folder_times[at], index.folder_inodes[at] = time, inode
    return True

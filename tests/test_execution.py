"""Work on several processes: the same results, in order, whatever becomes of the workers."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.execution import ExecutorError, Workforce, do_all, executor_factory
from mkdocs_newspaper.options import Options

HERE = os.getpid()


def doubled(number: int) -> int:
    return 2 * number


def ends_its_process(number: int) -> int:
    """Does its work here, and kills any other process that it is given to."""
    if os.getpid() != HERE:
        os._exit(9)
    return 2 * number


def fails(number: int) -> int:
    raise ValueError(f"no {number}")


def threads() -> Executor:
    return ThreadPoolExecutor(2)


class Refusing(ThreadPoolExecutor):
    def submit(self, *_: object, **__: object) -> Future[int]:  # type: ignore[override]
        raise ConnectionError("the scheduler is gone")


def refusing() -> Executor:
    return Refusing(1)


def as_it_is(place: int, result: int) -> int:
    return result


@pytest.mark.parametrize("workforce", [Workforce(1), Workforce(2), Workforce(executor=f"{__name__}:threads")])
def test_results_come_in_the_order_of_the_tasks(workforce: Workforce) -> None:
    done: list[tuple[int, int]] = []

    def take(place: int, result: int) -> str:
        done.append((place, result))
        return f"taken {result}"

    taken, trouble = do_all(doubled, range(40), workforce, take)
    assert taken == [f"taken {2 * number}" for number in range(40)]
    assert sorted(done) == [(number, 2 * number) for number in range(40)]
    assert trouble == ""


def test_what_a_dead_worker_leaves_is_done_here() -> None:
    results, trouble = do_all(ends_its_process, range(30), Workforce(2), as_it_is)
    assert results == [2 * number for number in range(30)]
    assert "Broken" in trouble


def test_an_executor_that_is_gone_ends_no_work() -> None:
    results, trouble = do_all(doubled, [1, 2], Workforce(executor=f"{__name__}:refusing"), as_it_is)
    assert results == [2, 4]
    assert "the scheduler is gone" in trouble


def test_an_error_of_the_work_itself_is_raised() -> None:
    with pytest.raises(ValueError, match="no 1"):
        do_all(fails, [1, 2, 3], Workforce(2), as_it_is)


@pytest.mark.parametrize("name", ["nowhere_at_all:make", "os:nothing", "os", "os:sep", ""])
def test_a_name_that_gives_no_executor_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(ExecutorError, match=repr(name)):
        executor_factory(name)


def archive(folder: Path, **options: object) -> Options:
    for day in range(1, 9):
        path = folder / "issues" / f"2031-03-{day:02d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"## 柳湾大桥合龙\n\n本报柳湾讯（记者 石小满）第{day}天。\n", "utf-8")
    return Options(issues=folder / "issues", base=folder, **options)  # type: ignore[arg-type]


def test_two_processes_read_the_same_archive_as_one(tmp_path: Path) -> None:
    one = read_archive(archive(tmp_path, workers=1))
    assert read_archive(archive(tmp_path, workers=2)) == one
    assert len(one.issues) == 8


def test_progress_counts_every_issue(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    read_archive(archive(tmp_path, workers=2), lambda *one: said.append(one))
    assert [(done, all_) for _, done, all_ in said] == [(number, 8) for number in range(1, 9)]


def test_dask_reads_the_archive_on_two_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra [dask] is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        _clients.clear()
        monkeypatch.setenv("NEWSPAPER_TEST_SCHEDULER", cluster.scheduler_address)
        found = read_archive(archive(tmp_path, executor=f"{__name__}:dask_workers"))
        for client in _clients:
            client.close()
    assert _clients
    assert found == read_archive(archive(tmp_path))
    assert [one for one in found.findings if one.code == "workers"] == []


_clients: list[Any] = []


def dask_workers() -> Executor:
    from distributed import Client

    client: Any = Client(os.environ["NEWSPAPER_TEST_SCHEDULER"])  # type: ignore[no-untyped-call]
    _clients.append(client)
    return client.get_executor()  # type: ignore[no-any-return]

"""Whoever opens the project sees the three floors and little else."""

SEEN = {
    "domain",
    "projections",
    "journeys",
    "tests",
    "docs",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements.txt",
}


def test_the_top_level_holds_only_what_is_listed(project_files: list[str]) -> None:
    tops = {name.partition("/")[0] for name in project_files}
    assert {top for top in tops if not top.startswith(".")} - SEEN == set()


def test_tests_are_found_by_path_not_by_package(project_files: list[str]) -> None:
    packages = [
        name
        for name in project_files
        if name.startswith("tests/") and name.endswith("/__init__.py")
    ]
    assert packages == []

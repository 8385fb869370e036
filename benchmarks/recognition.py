"""How fast names are found, as ratios to what cannot be avoided: `python benchmarks/recognition.py [FOLDER]`.

FOLDER holds issues (by default the example site's). Printed are characters a second of one core, and how many
times longer each step takes than the step that it is compared with: figures of a ratio mean the same on
a fast machine and on a slow one.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import rjieba

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.glossary.lexicon import names, simplified, territories
from mkdocs_newspaper.glossary.recognizer import annotate
from mkdocs_newspaper.glossary.recognizers import recognizer
from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.model import Article, Issue, Newspaper
from mkdocs_newspaper.options import Options

EXAMPLE = Path(__file__).parents[1] / "example_site" / "docs" / "issues"
REPEATED = 12  # times the articles are taken, for an issue of a few hundred thousand characters
ROUNDS = 3


def seconds(step: Callable[[], object]) -> float:
    """The shortest processor time of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        step()
        best = min(best, time.process_time() - begun)
    return best


def large_issue(folder: Path) -> Issue:
    """All Chinese articles of a folder as one issue without mentions, several times over."""
    issues = [one for one in read_archive(Options(issues=folder)).issues if one.source_language != "en"]
    if not issues:
        raise SystemExit(f"there is no issue in Chinese in {folder}")
    articles = tuple(replace(article, mentions=()) for issue in issues for article in issue.articles)
    return replace(issues[0], articles=articles * REPEATED, orphans=(), entries=())


def read_characters(article: Article) -> int:
    """How many characters of an article are looked through: text, headline, captions and credits."""
    texts = [article.headline, article.deck, *(paragraph.text for paragraph in article.paragraphs)]
    texts += [figure.caption for figure in article.figures]
    credits = [*(line.text for line in article.datelines), *(one.byline or "" for one in article.segments)]
    return sum(len(text) for text in texts if text) + sum(map(len, credits))


def main() -> None:
    """Measures and prints."""
    issue = large_issue(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE)
    texts = [paragraph.text.shown for article in issue.articles for paragraph in article.paragraphs]
    size = sum(map(len, texts))
    plain = simplified("\n".join(texts))
    known = {**names("places"), **names("organizations"), **names("terms"), **territories()}
    scanner = Scanner(known)
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
    by_rules = recognizer()
    annotate(issue, Newspaper())  # fills the caches of words
    steps = {
        "annotate": seconds(lambda: annotate(issue, Newspaper())),
        "rules": seconds(lambda: by_rules.spans(texts)),
        "segmenter's tags": seconds(lambda: [rjieba.tag(text, True) for text in texts]),
        "scanner": seconds(lambda: list(scanner.find(plain))),
    }
    tags = steps["segmenter's tags"]
    sample = plain[:20_000]
    one_pass = seconds(lambda: pattern.findall(sample)) * len(plain) / len(sample)
    whole = sum(map(read_characters, issue.articles))
    print(
        f"{size:,} characters of paragraphs, {whole:,} with headlines, captions and credits; {len(known):,} names"
    )
    for name, taken in (*steps.items(), ("one regular expression", one_pass)):
        print(f"{name:24} {(whole if name == 'annotate' else size) / taken:12,.0f} characters/s")
    print(f"annotate / segmenter's tags        {steps['annotate'] / tags:6.2f}")
    print(f"rules / segmenter's tags           {steps['rules'] / tags:6.2f}")
    print(f"one regular expression / scanner   {one_pass / steps['scanner']:6.2f}")


if __name__ == "__main__":
    main()

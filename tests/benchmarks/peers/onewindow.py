"""The house's matcher: analysis and ranking, as the bot does it for each text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.content import load_content
from knowledge.matching.compiled import load_model, load_or_learn
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Matcher
from tests.benchmarks.corpora import content_of, name_of
from tests.benchmarks.stored import Stored


def build(stored: Stored, folder: Path) -> None:
    """Learn the model and keep it."""
    content = content_of(Path(stored.content), stored.size)
    load_or_learn(content, Analyser(content.lexicon), folder)


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers with the kept model; reads the content's YAML as every start does."""
    analyser = Analyser(load_content(Path(Stored.read(folder).content)).lexicon)
    matcher = Matcher(load_model(next(folder.glob("*.npz"))))

    def best(question: str) -> str:
        matches = matcher.rank(analyser.analyse(question))
        return name_of(matches[0].intent) if matches else ""

    return best

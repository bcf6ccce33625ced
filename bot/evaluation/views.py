"""Gathers the views of `evaluate`: phrasings held out, the content's checks, unseen questions, and files given."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.evaluation.asking import ask_all
from bot.evaluation.folds import Trial, run_trials
from bot.evaluation.gaps import View
from bot.library import Edition
from bot.question_files import Question, QuestionFileError, check_questions, question_paths, read_questions

FOLDS = 5
FEWEST_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure."""

    content: Path
    """Folder of the content."""
    unseen: Path
    """Folder of the questions by people who had not seen the content; need not be there."""
    files: Sequence[Path]
    """Question files and folders of such beside these."""
    folds: int
    """Folds of the cross-validation; 0 = none."""
    now: datetime
    """When the questions are asked: aware, in the county's time zone."""


def gather_views(plan: Plan, edition: Edition, console: Console) -> Iterator[View]:
    """Yield one view after the other; raises `QuestionFileError` before the first where a file cannot be read."""
    sets = list(_question_sets(plan, edition))
    if plan.folds:
        yield _cross_validate(plan, edition, console)
    for name, note, questions in sets:
        shown = track(questions, name, console=console, transient=True, disable=not console.is_terminal)
        yield View(name, note, ask_all(edition, shown, plan.now))


def _question_sets(plan: Plan, edition: Edition) -> Iterator[tuple[str, str, list[Question]]]:
    """Yield name, note and questions of each set."""
    yield "内容自带的试题", "checks 文件夹里的，学的时候不看", check_questions(edition.content.checks)
    if plan.unseen.is_dir():
        questions = [question for path in question_paths(plan.unseen) for question in read_questions(path)]
        yield "没见过内容的人写的", f"{plan.unseen.name} 文件夹里的，学的时候不看", questions
    for path in (file for given in plan.files for file in (question_paths(given) if given.is_dir() else [given])):
        if questions := read_questions(path):
            yield path.name, "另外给的题目文件", questions
        elif len(plan.files) == 1 and not plan.files[0].is_dir():
            raise QuestionFileError(f'{path}: 里面没有能问的题 -> 每行写一个 {{"q": ..., "accept": [...]}}')


def _cross_validate(plan: Plan, edition: Edition, console: Console) -> View:
    thresholds = edition.understander.thresholds
    trials = [Trial(plan.content, thresholds, plan.now, fold, plan.folds) for fold in range(plan.folds)]
    console.print(f"交叉验证要学 {plan.folds} 遍，每遍半分钟到两分钟……")
    start = time.perf_counter()
    outcomes = list(
        track(
            run_trials(trials, min(plan.folds, os.cpu_count() or 1)),
            "交叉验证",
            total=plan.folds,
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
    )
    results = [result for outcome in outcomes for result in outcome.results]
    learning_s = sum(outcome.learning_s for outcome in outcomes)
    spent = f"学 {plan.folds} 遍 {learning_s:.0f} 秒，一共 {time.perf_counter() - start:.0f} 秒"
    return View("交叉验证", f"内容自己的问法分 {plan.folds} 份，轮流留一份不学、拿来问（{spent}）", results)

"""The page: the chat on the left, the article on the right. The only home of gradio, with `ui.server`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio reads it: nothing leaves the machine

import gradio as gr
from gradio.events import api

from rag.errors import QuestionError
from rag.pipeline import Pipeline
from rag.report import OutcomeJson, error_json, outcome_json
from rag.types import Article
from ui import messages

ASSETS = Path(__file__).parent / "assets"
_PANE = (
    '<div class="article-pane"><div class="article-text" tabindex="0" role="region" aria-label="The article"></div>'
    '<div class="article-status" aria-live="polite"></div>'
    '<button class="back" type="button">Back to the chat</button></div>'
)
_READER = "reader"
"""The queue in which all questions wait: one at a time is fastest on a CPU."""


def page(pipeline: Pipeline) -> gr.Blocks:
    """Return the chat about the articles of `pipeline`, with the endpoint `/ask` for programs."""

    def respond(asked: str, history: list[Any]) -> Iterator[tuple[str, list[Any]]]:
        if not asked.strip():
            yield asked, history
            return
        history = [*history, {"role": "user", "content": messages.question(asked)}]
        yield "", history
        yield "", [*history, {"role": "assistant", "content": reply(pipeline, asked)}]

    def ask(question: str) -> OutcomeJson:
        """Answer a question with exact quotes from the article, or say that it has no answer."""
        began = time.perf_counter()
        try:
            outcome = pipeline.ask(question)
        except QuestionError as error:
            return error_json(question, pipeline.receipt, str(error), question_id="q1")
        elapsed_ms = 1000 * (time.perf_counter() - began)
        return outcome_json(outcome, pipeline.receipt, question_id="q1", elapsed_ms=elapsed_ms)

    names = ", ".join(article.name for article in pipeline.articles)
    blocks: gr.Blocks
    with gr.Blocks(title="Quoth", analytics_enabled=False) as blocks:
        gr.HTML(
            f"<h1>Quoth</h1><p>Exact quotes from {messages.escaped(names)}, or an honest no.</p>", elem_id="heading"
        )
        with gr.Row(elem_id="panes"):
            with gr.Column(scale=5, min_width=320):
                chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    buttons=[],
                    latex_delimiters=[],
                    allow_tags=False,
                    layout="bubble",
                    placeholder="Ask something about the article. Click a citation to see its words in place.",
                )
                box = gr.Textbox(
                    elem_id="question",
                    label="Question",
                    show_label=False,
                    placeholder="Ask the article …",
                    autofocus=True,
                    submit_btn=True,
                    max_lines=4,
                )
            with gr.Column(scale=5, min_width=320):
                gr.HTML(
                    {"articles": [_for_pane(article) for article in pipeline.articles]},
                    html_template=_PANE,
                    css_template=(ASSETS / "article.css").read_text(encoding="utf-8"),
                    js_on_load=(ASSETS / "article.js").read_text(encoding="utf-8"),
                    elem_id="article",
                )
        gr.on(
            [box.submit],
            respond,
            [box, chat],
            [box, chat],
            api_visibility="private",
            concurrency_id=_READER,
            concurrency_limit=1,
            show_progress="hidden",
        )
        api(ask, api_name="ask", concurrency_id=_READER, concurrency_limit=1)
    return blocks


def reply(pipeline: Pipeline, asked: str) -> str:
    """Return the chat's reply to a question."""
    try:
        return messages.outcome(pipeline.ask(asked), pipeline.articles)
    except QuestionError as error:
        return messages.error(str(error))


def _for_pane(article: Article) -> dict[str, Any]:
    """Return what the article pane needs; headings are UTF-16 offsets of the lines that begin a section."""
    headings = [
        len(article.text[: section.span.start].encode("utf-16-le")) // 2
        for section in article.sections
        if section.title is not None
    ]
    return {"name": article.name, "text": article.text, "headings": headings}

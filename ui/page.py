"""The page and the endpoint `/ask` of Gradio. The only home of gradio, with `ui.server`.

Gradio's page stays empty, and the script in `assets/` draws in front of it: a message of Gradio's own chat can hold
neither buttons nor links into an article, and Gradio's script takes its time. Gradio brings the document, the queue,
the Python client and MCP.
"""

from __future__ import annotations

import json
import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio reads it: nothing leaves the machine

import gradio as gr
from gradio.events import api

from rag.report import OutcomeJson
from ui.counter import Counter
from ui.desk import BusyError


def page(counter: Counter, *, mcp: bool = False) -> gr.Blocks:
    """Return the page, with the endpoint `/ask` for the Python client and, if wanted, a tool of the same for MCP."""

    def asked(question: str) -> OutcomeJson:
        """Answer a question with exact quotes from the article, or say that the article has no answer."""
        try:
            form, _ = counter.ask(counter.shelves.library.default, question, [])
        except BusyError as error:
            raise gr.Error(str(error), print_exception=False) from None
        return form

    def ask(question: str) -> str:
        """Answer a question with exact quotes from the article, or say that the article has no answer.

        Args:
            question: What to ask the article, in English.

        Returns:
            JSON: the answer's words, quotes with their offsets, and the probability that the answer is right.
        """
        return json.dumps(asked(question), ensure_ascii=False)

    blocks: gr.Blocks
    with gr.Blocks(title="Quoth", analytics_enabled=False) as blocks:
        # What is public becomes a tool; a tool's result must be text: Gradio would write a dict as Python does.
        api(asked, api_name="ask", concurrency_limit=2, api_visibility="undocumented" if mcp else "public")
        if mcp:
            api(ask, api_name="tool", concurrency_limit=2)
    return blocks

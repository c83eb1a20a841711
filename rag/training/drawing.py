"""Draws a reader's curve of wrong answers against answered questions as SVG, by hand: no library, same bytes."""

from __future__ import annotations

from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 560, 300, 56, 44, 14


def risk_coverage(curve: Sequence[tuple[float, float, float]], threshold_logit: float) -> str:
    """Return the drawing: share answered to the right, share of wrong answers upwards, the default threshold marked.

    Args:
        curve: (threshold, share of wrong answers, share answered), as the manifest has it.
        threshold_logit: the default threshold.
    """
    highest = max((wrong for _, wrong, _ in curve), default=0.0)
    top = max(0.1, -(-highest // 0.1) * 0.1)

    def x(answered: float) -> float:
        return round(_LEFT + answered * (_WIDTH - _LEFT - 12), 1)

    def y(wrong: float) -> float:
        return round(_HEIGHT - _BOTTOM - wrong / top * (_HEIGHT - _BOTTOM - _TOP), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" fill="#444">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for tenth in range(round(top * 10) + 1):
        at = y(tenth / 10)
        parts.append(f'<path d="M{_LEFT} {at}H{_WIDTH - 12}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{at + 4}" text-anchor="end">{tenth * 10} %</text>')
    for fifth in range(6):
        at = x(fifth / 5)
        parts.append(f'<text x="{at}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{fifth * 20} %</text>')
    parts.append(f'<text x="{x(0.5)}" y="{_HEIGHT - 8}" text-anchor="middle">questions answered</text>')
    parts.append(f'<text x="14" y="{y(top / 2)}" transform="rotate(-90 14 {y(top / 2)})" ')
    parts[-1] += 'text-anchor="middle">wrong answers among them</text>'
    points = " ".join(f"{x(answered)},{y(wrong)}" for _, wrong, answered in curve)
    parts.append(f'<polyline points="{points}" fill="none" stroke="#1a5fb4" stroke-width="2"/>')
    default = [point for point in curve if point[0] >= threshold_logit]
    if default:
        _, wrong, answered = default[-1]
        parts.append(f'<circle cx="{x(answered)}" cy="{y(wrong)}" r="4" fill="#1a5fb4"/>')
        parts.append(f'<text x="{x(answered) - 8}" y="{y(wrong) - 8}" text-anchor="end">default</text>')
    return "\n".join([*parts, "</svg>\n"])

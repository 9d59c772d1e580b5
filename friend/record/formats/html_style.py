"""Owns how the page of a review looks: on a screen, light or dark, on a phone, and on paper."""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "paper": "#fdfcf9",
    "ink": "#23211d",
    "quiet": "#635e55",
    "line": "#dcd7cb",
    "mark": "#fbeeba",
    "accent": "#8a4b08",
    "note": "#f6f3ea",
    "old": "#96201b",
    "new": "#16602f",
}
DARK: Final = {
    "paper": "#191816",
    "ink": "#e8e4da",
    "quiet": "#a8a297",
    "line": "#3d3a34",
    "mark": "#4d4117",
    "accent": "#f0b45e",
    "note": "#23211e",
    "old": "#ff9d93",
    "new": "#86d99b",
}


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


STYLE: Final = f"""
:root{{{_variables(LIGHT)}color-scheme:light dark}}
@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;scroll-padding-top:2rem}}
body{{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.65 "Iowan Old Style",Palatino,Georgia,serif;
overflow-wrap:anywhere}}
.page{{max-width:68rem;margin:0 auto;padding:3.5rem 2rem 4rem}}
a{{color:var(--accent)}}
a:focus-visible{{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}}
.skip{{position:absolute;left:-999rem}}
.skip:focus{{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper)}}
header,section.said,footer{{max-width:43rem}}
h1{{font:600 1rem/1.4 system-ui,sans-serif;margin:0 0 .3rem}}
header p,footer,.who,.label,.asked,.at,figcaption{{font-family:system-ui,sans-serif;font-size:.8125rem;line-height:1.5;
color:var(--quiet)}}
header p{{margin:0 0 .2rem}}
article{{margin-top:1.5rem;padding-top:2rem;border-top:1px solid var(--line)}}
/* A paragraph, its notes beside it, and what follows down to the next paragraph with notes: so the notes have room. */
.row{{display:grid;grid-template:auto 1fr/minmax(0,1fr) 19rem;column-gap:2.5rem}}
.row>.notes{{grid-area:1/2/3/3}}
.rest{{grid-column:1}}
.text{{margin:0 0 1.1rem;white-space:pre-wrap;font-weight:400}}
.flow{{white-space:normal}}
.heading{{font-size:1.2rem;line-height:1.35;font-weight:600;margin:.6rem 0 .8rem}}
h2.heading{{font-size:1.6rem}}
.quote{{border-left:3px solid var(--line);padding-left:1rem;color:var(--quiet)}}
.code,.front{{font:.875rem/1.5 ui-monospace,monospace;background:var(--note);padding:.75rem 1rem;border-radius:4px}}
.signs{{color:var(--quiet);font-weight:400}}
mark{{background:var(--mark);color:inherit;padding:.08em 0;box-shadow:inset 0 -2px var(--accent)}}
.ref{{font:600 .6875rem/1 system-ui,sans-serif;vertical-align:super;text-decoration:none;padding:.2em .1em .2em .2em;
user-select:none;-webkit-user-select:none}}
.ref:target,.note:target{{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}}
.notes{{list-style:none;margin:0 0 1.1rem;padding:0}}
.note{{background:var(--note);border-left:3px solid var(--accent);border-radius:0 4px 4px 0;padding:.6rem .9rem .7rem;
margin:0 0 .7rem;font-size:.9375rem;line-height:1.5}}
.note p{{margin:0 0 .3rem}}
.note p:last-child{{margin:0}}
.note .back{{font:600 .8125rem/1.5 system-ui,sans-serif;text-decoration:none;padding-right:.5em;float:left}}
.old{{color:var(--old)}}
.new{{color:var(--new)}}
del{{text-decoration:line-through}}
ins{{text-decoration:underline;text-underline-offset:.15em}}
.vh{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
.said{{margin-top:2.5rem;padding-top:1.5rem;border-top:1px solid var(--line)}}
h2{{font-size:1.125rem;margin:0 0 .8rem}}
.asked{{font-size:.9375rem;color:var(--ink);font-weight:600;margin:1.4rem 0 .4rem}}
figure{{margin:0}}
blockquote{{margin:0;padding-left:1rem;border-left:3px solid var(--line)}}
blockquote p{{margin:0 0 .7rem;white-space:pre-wrap}}
footer{{margin-top:3rem}}
@media (max-width:56rem){{
.page{{padding:1.75rem 1.1rem 2.5rem}}
.row{{display:block}}
.row>.notes{{margin:-.3rem 0 1.4rem .9rem}}
}}
@media print{{
@page{{margin:16mm}}
:root{{color-scheme:light}}
body{{background:none;font-size:10.5pt}}
.page{{max-width:none;padding:0}}
.row{{display:grid;grid-template-columns:minmax(0,1fr) 5.6cm;column-gap:.8cm}}
.row>.notes{{margin:0}}
.note{{break-inside:avoid;font-size:8.5pt}}
.note .who,.note .label{{font-size:7pt}}
.skip{{display:none}}
a{{color:inherit}}
}}
""".strip()

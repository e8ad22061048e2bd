"""Stationery, printing, cleaning, garden and services."""
# ruff: noqa: E501   (path data reads best on one line; the pairs are of equal length)

from marketplace.ui.illustrations.drawing import Drawing, darker, kawung


def paper():
    g = Drawing("office")
    for z, c in ((0, "#2F5099"), (0.62, "#B7772C")):
        g.box(-1.55, -1.1, z, 3.1, 2.2, 0.56, "#FBFBF9", right="#D9DDE2", left="#ECEFF2", top="#FFFFFF")
        g.box(-0.55, -1.1, z + 0.001, 1.5, 2.2, 0.565, c)
    g.box(-1.45, -1.05, 1.2, 3.0, 2.1, 0.07, "#FFFFFF", left="#E3E7EB", right="#D3D9DF", top="#FFFFFF")
    return g


def stationery():
    g = Drawing("office")
    g.box(-0.1, -1.9, 0, 2.3, 1.7, 0.32, "#B5362F", top="#C9544C")
    g.plane('<rect x="14" y="24" width="120" height="70" rx="6" fill="#F6E7CC"/>', 0.4, -1.7, 0.32, "top")
    for x, y, h, c in (
        (-1.2, 0.4, 2.7, "#2F5099"),
        (-0.9, 0.15, 3.0, "#E0B26A"),
        (-0.65, 0.55, 2.5, "#2F7A5B"),
        (-1.0, 0.75, 2.85, "#B5362F"),
    ):
        g.box(x, y, 0.4, 0.17, 0.17, h, c)
    g.cylinder(-0.85, 0.55, 0, 0.72, 1.65, "#45506A", r2=0.76, top="#2A3247")
    for x, y, h, c in ((-1.05, 0.5, 1.15, "#2F5099"), (-0.78, 0.32, 1.45, "#E0B26A"), (-0.62, 0.62, 1.0, "#2F7A5B")):
        g.box(x, y, 1.6, 0.17, 0.17, h, c)
    g.box(0.9, 0.9, 0, 1.2, 0.5, 0.3, "#EDD09E")
    return g


def ink():
    g = Drawing("office", room=(250, 200))
    for i, c in enumerate(("#1C1A17", "#2A86B8", "#B83A6B", "#E2B226")):
        x = -1.65 + i * 1.05
        y = 1.0 - i * 0.55
        g.cylinder(x, y, 0, 0.42, 1.35, c)
        g.cylinder(x, y, 1.35, 0.42, 0.2, c, r2=0.16)
        g.cylinder(x, y, 1.55, 0.17, 0.42, "#ECE8E0")
    return g


def banner():
    g = Drawing("print")
    g.box(-1.3, 0.1, 0, 2.6, 0.5, 0.2, "#6A7284")
    g.polygon("#264180", (-1.15, 0.3, 0.2), (1.15, 0.3, 0.2), (1.15, 0.3, 4.5), (-1.15, 0.3, 4.5))
    g.plane(
        '<g transform="translate(25 210)">'
        + kawung(4, 3, 45, "#E0B26A")
        + '</g><rect x="25" y="120" width="150" height="16" rx="8" fill="#fff"/><rect x="25" y="88" width="110" height="12" rx="6" fill="#94ABDF"/><rect x="25" y="62" width="130" height="12" rx="6" fill="#94ABDF"/>',
        -1.0,
        0.3,
        0.3,
        "left",
    )
    g.box(1.7, 0.9, 0, 1.3, 1.0, 0.3, "#EAD7DF", top="#FBF4F6")
    g.box(1.76, 0.96, 0.3, 1.2, 0.9, 0.12, "#E0B26A")
    return g


def cleaning():
    g = Drawing("cleaning", s=40, cx=210, cy=196, shadow=(200, 240, 126, 26))
    g.raw(
        '<path d="M112 54l42 126" stroke="#C08E4E" stroke-width="9" stroke-linecap="round"/>'
        '<path d="M143 168l24-8c18 18 30 40 32 66-24 14-52 20-80 18 2-28 10-54 24-76z" fill="#D9B06A"/>'
        '<path d="M152 172c2 24-2 50-14 70M160 170c8 20 10 44 4 68M167 166c14 18 22 38 22 62" stroke="#96601F" stroke-width="2.200" fill="none" opacity=".6"/>'
        '<path d="M141 171l28-10 4 12-34 12z" fill="#B5362F"/>'
    )
    g.cylinder(0.9, 0.8, 0, 0.95, 1.7, "#2A8C86", r2=1.2, top="#BFE3DF")
    cx, cy, rx, ry = g.ellipse(0.9, 0.8, 1.7, 1.2)
    g.raw(
        f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="none" stroke="#1F6E69" stroke-width="4"/>'
        f'<path d="M{cx - rx:.1f} {cy:.1f}C{cx - rx + 4:.1f} {cy - 62:.1f} {cx + rx - 4:.1f} {cy - 62:.1f} {cx + rx:.1f} {cy:.1f}" fill="none" stroke="#6A7284" stroke-width="4"/>'
    )
    return g


def soap():
    g = Drawing("cleaning")
    c = "#6DB7AE"
    g.box(-1.2, -0.8, 0, 2.0, 1.4, 2.3, c)
    g.box(-1.0, -0.6, 2.3, 1.6, 1.0, 0.18, c)
    g.cylinder(0.35, 0.05, 2.48, 0.26, 0.38, "#B5362F")
    x, y = g.p(-0.9, -0.2, 2.46)
    g.raw(
        f'<path d="M{x:.0f} {y:.0f}c4-34 40-22 42 4" fill="none" stroke="{darker(c, 0.18)}" stroke-width="9" stroke-linecap="round"/>'
    )
    g.plane(
        '<rect width="150" height="120" rx="10" fill="#F4FBFA"/><rect x="20" y="80" width="90" height="14" rx="7" fill="#1F6E69"/><circle cx="44" cy="42" r="18" fill="#9CD4CC"/><circle cx="82" cy="36" r="11" fill="#BFE3DF"/>',
        -0.95,
        0.6,
        0.5,
        "left",
    )
    g.cylinder(1.7, 1.1, 0, 0.45, 1.25, "#F0F6F5")
    g.cylinder(1.7, 1.1, 1.25, 0.45, 0.2, "#F0F6F5", r2=0.15)
    g.cylinder(1.7, 1.1, 1.45, 0.15, 0.35, "#1F6E69")
    g.box(1.45, 1.05, 1.8, 0.55, 0.12, 0.14, "#1F6E69")
    return g


def seedlings():
    g = Drawing("garden", s=40, cx=200, cy=200, shadow=(200, 242, 104, 24))
    for x, y, k in ((-1.35, -0.35, 0.8), (1.35, -0.35, 0.85), (0, 0.75, 1)):
        g.cylinder(x, y, 0, 0.62 * k, 1.25 * k, "#3B3F48", r2=0.66 * k, top="#5A3F2A")
        px, py = g.p(x, y, 1.25 * k)
        t = 74 * k
        leaves = ""
        for i, (dy, sgn, rot) in enumerate(
            ((0.35, -1, 30), (0.5, 1, 28), (0.68, -1, 38), (0.84, 1, 40), (1.0, -1, 68), (1.0, 1, 62))
        ):
            yy = py - t * dy
            leaves += (
                f'<path transform="translate({px:.1f} {yy:.1f}) scale({sgn * k:.2f} {k:.2f}) rotate({-rot})" '
                f'd="M0 0C8-13 26-16 42-8C30 6 12 8 0 0Z" fill="{("#4F8A4B", "#6FA65A", "#3F7A45")[i % 3]}"/>'
            )
        g.raw(
            f'<path d="M{px:.1f} {py:.1f}V{py - t:.1f}" stroke="#6B8F3F" stroke-width="{4 * k:.1f}" stroke-linecap="round"/>'
            + leaves
        )
    return g


def air_conditioner():
    g = Drawing("service")
    g.box(-2.2, -0.3, 0.8, 4.4, 1.0, 1.5, "#F2F5F8", left="#F8FAFC", right="#D5DDE6", top="#FFFFFF")
    for i in range(3):
        g.line("#B4C0CE", 2.4, (-1.9, 0.7, 1.0 + i * 0.18), (1.2, 0.7, 1.0 + i * 0.18))
    g.plane('<rect width="46" height="16" rx="8" fill="#2F7A5B"/>', 1.5, 0.7, 1.95, "left")
    x, y = g.p(-0.4, 1.0, 0.2)
    g.raw(
        "".join(
            f'<path d="M{x - 64 + i * 46:.0f} {y - 22 + i * 26:.0f}c-12 14 12 20 0 36" fill="none" stroke="#7FA8D0" stroke-width="5" stroke-linecap="round" opacity=".8"/>'
            for i in range(4)
        )
    )
    g.points.append((x, y + 96))
    g.floor += [(x - 90, y + 84), (x + 110, y + 96)]
    return g

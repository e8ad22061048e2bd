"""Food, drink and what grows, in packets, bottles and crates."""

from marketplace.ui.illustrations.drawing import Drawing, darker, lighter


def lunch_box():
    g = Drawing("food")
    g.box(-1.7, -1.2, 0, 3.4, 2.4, 0.5, "#F4EFE4", top="#E7DFCE")
    g.box(-1.55, -1.05, 0.3, 1.5, 2.1, 0.32, "#FFFFFF", top="#FDFBF5")
    g.box(0.1, -1.05, 0.3, 1.45, 1.0, 0.3, "#6FA65A", top="#7DB45F")
    g.box(0.1, 0.1, 0.3, 1.45, 0.95, 0.3, "#B9692C", top="#C97F3D")
    for x, y in ((0.45, -0.75), (0.9, -0.5), (1.25, -0.8)):
        g.ball(x, y, 0.72, 0.14, "#B5362F")
    for x, y in ((0.4, 0.4), (0.85, 0.65), (1.2, 0.35)):
        g.ball(x, y, 0.7, 0.2, "#8A5A2B")
    for x, y in ((-1.1, -0.4), (-0.6, 0.3), (-1.0, 0.6)):
        g.ball(x, y, 0.66, 0.06, "#4F8A4B")
    return g


def bread():
    g = Drawing("food")
    g.box(-1.9, -1.1, 0, 3.8, 2.2, 0.14, "#B98648")
    for x, c in ((-1.2, "#C97F3D"), (0, "#D9A866"), (1.2, "#B9692C")):
        g.cylinder(x, 0, 0.14, 0.55, 0.5, c, r2=0.62, top=lighter(c, 0.25))
        g.ball(x - 0.1, -0.05, 0.72, 0.42, lighter(c, 0.12))
    return g


def drinks():
    g = Drawing("food", room=(250, 210))
    for x, y, c in ((-0.9, 0.5, "#E2B226"), (0.2, 0, "#B5362F"), (1.2, -0.6, "#6FA65A")):
        g.cylinder(x, y, 0, 0.36, 1.3, lighter(c, 0.2), r2=0.5, top=lighter(c, 0.55))
        g.line("#F7F4EE", 5, (x, y, 1.3), (x + 0.25, y - 0.05, 2.2))
    return g


def crate(contents):
    g = Drawing("garden")
    c = "#C08E4E"
    g.box(-1.7, -1.2, 0, 3.4, 2.4, 1.0, c, top=darker(c, 0.45))
    for lift in (0.32, 0.66):
        g.line(darker(c, 0.32), 3, (-1.7, 1.2, lift), (1.7, 1.2, lift))
        g.line(darker(c, 0.42), 3, (1.7, -1.2, lift), (1.7, 1.2, lift))
    contents(g)
    return g


def vegetables():
    def heap(g):
        greens = ("#4F8A4B", "#6FA65A", "#3F7A45", "#7DB45F")
        for i, (x, y) in enumerate(((-1.2, -0.7), (-0.3, -0.8), (0.6, -0.7), (1.2, -0.5), (-1.2, 0.2), (-0.2, 0.1))):
            g.ball(x, y, 1.15, 0.45, greens[i % 4])
        for x, y, c in ((0.7, 0.3, "#B5362F"), (1.2, 0.5, "#D9644A"), (-0.8, 0.8, "#E08A2C"), (0.2, 0.8, "#E08A2C")):
            g.ball(x, y, 1.1, 0.34, c)

    return crate(heap)


def fruit():
    def heap(g):
        colors = ("#E2B226", "#E08A2C", "#B5362F", "#7DB45F")
        spots = [(x * 0.75 - 1.15, y * 0.7 - 0.75) for x in range(4) for y in range(3)]
        for i, (x, y) in enumerate(spots):
            g.ball(x, y, 1.1, 0.4, colors[(i * 3) % 4])

    return crate(heap)


def eggs():
    g = Drawing("garden", room=(290, 200))
    g.box(-1.8, -1.3, 0, 3.6, 2.6, 0.4, "#A9A08F", top="#BDB5A5")
    for i in range(5):
        for j in range(4):
            g.ball(-1.4 + i * 0.7, -0.95 + j * 0.62, 0.55, 0.28, "#D9A77A" if (i + j) % 3 else "#E5BC95")
    return g


def fish():
    g = Drawing("garden", room=(300, 200))
    g.box(-1.9, -1.2, 0, 3.8, 2.4, 0.5, "#DCE8F0", top="#F3F8FB")
    for y in (-0.7, 0, 0.7):
        cx, cy = g.p(-0.1, y, 0.62)
        g.raw(
            f'<path transform="translate({cx:.0f} {cy:.0f}) rotate(30)" '
            'd="M-52 0C-34-16 6-18 34-2L52-13V13L34 2C6 18-34 16-52 0Z" fill="#7FA0B5"/>'
            f'<circle transform="translate({cx:.0f} {cy:.0f}) rotate(30)" cx="-40" cy="-3" r="2.600" fill="#1C1A17"/>'
        )
    return g


def bottle(g, x, y, c, tall=1.5, r=0.36, cap="#F4EFE4"):
    g.cylinder(x, y, 0, r, tall, c)
    g.cylinder(x, y, tall, r, 0.3, c, r2=0.15)
    g.cylinder(x, y, tall + 0.3, 0.16, 0.28, cap)


def bottles(tile, colors, tall=1.5):
    g = Drawing(tile, room=(260, 214))
    for i, c in enumerate(colors):
        bottle(g, -1.1 + i * 1.0, 0.7 - i * 0.65, c, tall=tall)
    return g


def snack_pouch():
    g = Drawing("coffee")
    for x, y, c in ((-0.9, -0.4, "#B5362F"), (0.5, 0.2, "#E0B26A")):
        g.box(x, y, 0, 1.5, 0.5, 2.2, c)
        g.box(x + 0.02, y + 0.1, 2.2, 1.46, 0.3, 0.16, lighter(c, 0.3))
        g.plane(
            '<rect width="110" height="90" rx="10" fill="#FFF7E6"/><circle cx="55" cy="45" r="26" fill="#C97F3D"/>',
            x + 0.2,
            y + 0.5,
            0.6,
            "left",
        )
    return g


def gallon():
    g = Drawing("service", room=(220, 220))
    g.cylinder(0, 0, 0, 1.1, 1.9, "#8FBEE6")
    g.cylinder(0, 0, 1.9, 1.1, 0.5, "#A9CDEB", r2=0.4)
    g.cylinder(0, 0, 2.4, 0.36, 0.4, "#2F5099")
    g.plane('<rect width="120" height="70" rx="8" fill="#F4FBFA" opacity=".9"/>', -0.75, 1.0, 0.5, "left")
    return g


def hamper():
    g = Drawing("craft")
    g.cylinder(0, 0, 0, 1.5, 0.8, "#C08E4E", r2=1.75, top=darker("#C08E4E", 0.35))
    for x, y, c, h in (
        (-0.7, -0.6, "#B5362F", 1.4),
        (0.2, -0.8, "#2F5099", 1.7),
        (-0.9, 0.3, "#E0B26A", 1.1),
        (0.4, 0.1, "#2F7A5B", 1.3),
    ):
        g.box(x, y, 0.6, 0.7, 0.6, h, c)
    g.ball(0.9, 0.7, 1.0, 0.36, "#E08A2C")
    g.ball(0.3, 1.0, 0.95, 0.34, "#B5362F")
    return g

"""Draw every picture again: `python -m marketplace.ui.illustrations [FOLDER]`."""

import sys
from collections.abc import Callable
from pathlib import Path

from marketplace.ui.illustrations import home, more, work
from marketplace.ui.illustrations.drawing import Drawing

SUBJECTS: dict[str, Callable[[], Drawing]] = {
    # furniture
    "meja-siswa-mahoni": lambda: home.pupil_set(),
    "meja-siswa-pinus": lambda: home.pupil_set("#E0BC80", "#2F5099"),
    "meja-siswa-jati": lambda: home.pupil_set("#8E5A2C", "#55402C", drawer=False),
    "meja-siswa-abu": lambda: home.pupil_set("#CDBFA9", "#6A7284"),
    "meja-siswa-ganda": lambda: home.pupil_set("#B97F45", "#2D2A26", double=True),
    "meja-siswa-hijau": lambda: home.pupil_set("#D6A765", "#2F7A5B"),
    "kursi-siswa": lambda: home.chair_only("#C58F52", "#264180"),
    "kursi-rotan": lambda: home.chair_only("#D9B06A", "#96601F"),
    "kursi-kerja": more.office_chair,
    "meja-guru": lambda: home.table_only(),
    "meja-paud": home.kindergarten,
    "rak-buku": home.bookcase,
    "lemari-arsip": more.cabinet,
    "sofa": more.sofa,
    "papan-tulis": home.whiteboard,
    # food
    "kotak-kue": home.snack_box,
    "nasi-kotak": more.lunch_box,
    "roti": more.bread,
    "minuman": more.drinks,
    "tumpeng": home.rice_cone,
    "kopi": home.coffee,
    "beras": home.rice,
    "sayuran": more.vegetables,
    "buah": more.fruit,
    "telur": more.eggs,
    "ikan": more.fish,
    "minyak": lambda: more.bottles("food", ("#E2B226", "#E0B26A", "#CF9242")),
    "bumbu": lambda: more.bottles("coffee", ("#5A1713", "#2D2A26", "#774B19"), tall=1.2),
    "susu": lambda: more.bottles("cloth", ("#FBFBF9", "#EEF2FB", "#F7F4EE"), tall=1.3),
    "keripik": more.snack_pouch,
    "madu": lambda: more.bottles("food", ("#B7772C", "#CF9242", "#96601F"), tall=1.0),
    "jamu": lambda: more.bottles("garden", ("#C97F3D", "#6FA65A", "#E2B226"), tall=1.3),
    "air-minum": home.water,
    "galon": more.gallon,
    "parsel": more.hamper,
    # cloth and craft
    "batik": home.batik,
    "lurik": home.striped_cloth,
    "seragam": home.uniform,
    "kaos": lambda: more.shirt("cloth", "#B7772C", "#774B19"),
    "baju-olahraga": lambda: more.shirt("service", "#2F7A5B", "#E0B26A"),
    "rompi": lambda: more.shirt("print", "#E08A2C", "#F4EFE4"),
    "sepatu": more.shoes,
    "gorden": more.curtain,
    "anyaman": home.basket,
    "tas-seminar": home.bag,
    "gerabah": more.pottery,
    "ukiran": more.carving,
    "plakat": more.trophy,
    "wayang": more.puppet,
    # office, printing, electronics
    "kertas": work.paper,
    "alat-tulis": work.stationery,
    "map": more.folders,
    "buku-tulis": lambda: more.books("office", ("#94ABDF", "#E0B26A", "#2F7A5B")),
    "stempel": more.stamp,
    "tinta": work.ink,
    "spanduk": work.banner,
    "buku": more.books,
    "brosur": more.leaflets,
    "laptop": more.laptop,
    "printer": more.printer,
    "penyimpanan": more.storage,
    "jaringan": more.router,
    "proyektor": more.projector,
    "kamera": more.camera,
    "pengeras-suara": more.speaker,
    # building, cleaning, health, garden, sport
    "lampu": more.lamp,
    "perkakas": more.toolbox,
    "cat": more.paint,
    "semen": more.cement,
    "kayu": more.timber,
    "pipa": more.pipes,
    "apar": more.extinguisher,
    "kebersihan": work.cleaning,
    "sabun": work.soap,
    "tisu": more.tissue,
    "elpiji": more.gas,
    "piring": more.dishes,
    "p3k": more.first_aid,
    "masker": more.masks,
    "bibit": work.seedlings,
    "pupuk": more.fertilizer,
    "cangkul": more.hoe,
    "pakan": more.feed,
    "bunga": more.flowers,
    "bola": more.balls,
    "mainan": more.blocks,
    "peraga": more.globe,
    "gamelan": more.gong,
    # services and rental
    "panggung": more.stage,
    "publikasi": more.megaphone,
    "desain": more.palette,
    "mobil": lambda: more.car("service", "#2F5099"),
    "truk": lambda: more.car("craft", "#B5362F", cargo=True),
    "motor": more.motorbike,
    "tenda": more.tent,
    "layar": more.screen,
    "genset": more.generator,
    "fotokopi": more.copier,
    "ruang-rapat": more.meeting_room,
    "servis-ac": work.air_conditioner,
    "servis": more.tools,
    "jasa-kebersihan": more.broom_service,
    "penatu": more.laundry,
    "sampah": more.bins,
    "keamanan": more.guard,
    "kurir": more.parcels,
    "situs": more.website,
}
FOLDER = Path(__file__).resolve().parents[2] / "static" / "illustrations"


def draw(folder: Path) -> int:
    """Write every picture into the folder; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for slug, subject in SUBJECTS.items():
        (folder / f"{slug}.svg").write_text(subject().svg(), encoding="utf-8")
    return len(SUBJECTS)


if __name__ == "__main__":
    drawn = draw(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    sys.stdout.write(f"{drawn} pictures\n")

"""Draw every picture again: `python -m marketplace.ui.illustrations [FOLDER]`."""

import sys
from collections.abc import Callable
from pathlib import Path

from marketplace.ui.illustrations import home, pantry, rooms, services, work, yard
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
    "kursi-kerja": rooms.office_chair,
    "meja-guru": lambda: home.table_only(),
    "meja-paud": home.kindergarten,
    "rak-buku": home.bookcase,
    "lemari-arsip": rooms.cabinet,
    "sofa": rooms.sofa,
    "papan-tulis": home.whiteboard,
    # food
    "kotak-kue": home.snack_box,
    "nasi-kotak": pantry.lunch_box,
    "roti": pantry.bread,
    "minuman": pantry.drinks,
    "tumpeng": home.rice_cone,
    "kopi": home.coffee,
    "beras": home.rice,
    "sayuran": pantry.vegetables,
    "buah": pantry.fruit,
    "telur": pantry.eggs,
    "ikan": pantry.fish,
    "minyak": lambda: pantry.bottles("food", ("#E2B226", "#E0B26A", "#CF9242")),
    "bumbu": lambda: pantry.bottles("coffee", ("#5A1713", "#2D2A26", "#774B19"), tall=1.2),
    "susu": lambda: pantry.bottles("cloth", ("#FBFBF9", "#EEF2FB", "#F7F4EE"), tall=1.3),
    "keripik": pantry.snack_pouch,
    "madu": lambda: pantry.bottles("food", ("#B7772C", "#CF9242", "#96601F"), tall=1.0),
    "jamu": lambda: pantry.bottles("garden", ("#C97F3D", "#6FA65A", "#E2B226"), tall=1.3),
    "air-minum": home.water,
    "galon": pantry.gallon,
    "parsel": pantry.hamper,
    # cloth and craft
    "batik": home.batik,
    "lurik": home.striped_cloth,
    "seragam": home.uniform,
    "kaos": lambda: rooms.shirt("cloth", "#B7772C", "#774B19"),
    "baju-olahraga": lambda: rooms.shirt("service", "#2F7A5B", "#E0B26A"),
    "rompi": lambda: rooms.shirt("print", "#E08A2C", "#F4EFE4"),
    "sepatu": rooms.shoes,
    "gorden": rooms.curtain,
    "anyaman": home.basket,
    "tas-seminar": home.bag,
    "gerabah": rooms.pottery,
    "ukiran": rooms.carving,
    "plakat": rooms.trophy,
    "wayang": rooms.puppet,
    # office, printing, electronics
    "kertas": work.paper,
    "alat-tulis": work.stationery,
    "map": rooms.folders,
    "buku-tulis": lambda: rooms.books("office", ("#94ABDF", "#E0B26A", "#2F7A5B")),
    "stempel": rooms.stamp,
    "tinta": work.ink,
    "spanduk": work.banner,
    "buku": rooms.books,
    "brosur": rooms.leaflets,
    "laptop": rooms.laptop,
    "printer": rooms.printer,
    "penyimpanan": rooms.storage,
    "jaringan": rooms.router,
    "proyektor": rooms.projector,
    "kamera": rooms.camera,
    "pengeras-suara": rooms.speaker,
    # building, cleaning, health, garden, sport
    "lampu": yard.lamp,
    "perkakas": yard.toolbox,
    "cat": yard.paint,
    "semen": yard.cement,
    "kayu": yard.timber,
    "pipa": yard.pipes,
    "apar": yard.extinguisher,
    "kebersihan": work.cleaning,
    "sabun": work.soap,
    "tisu": yard.tissue,
    "elpiji": yard.gas,
    "piring": yard.dishes,
    "p3k": yard.first_aid,
    "masker": yard.masks,
    "bibit": work.seedlings,
    "pupuk": yard.fertilizer,
    "cangkul": yard.hoe,
    "pakan": yard.feed,
    "bunga": yard.flowers,
    "bola": yard.balls,
    "mainan": yard.blocks,
    "peraga": yard.globe,
    "gamelan": yard.gong,
    # services and rental
    "panggung": services.stage,
    "publikasi": services.megaphone,
    "desain": services.palette,
    "mobil": lambda: services.car("service", "#2F5099"),
    "truk": lambda: services.car("craft", "#B5362F", cargo=True),
    "motor": services.motorbike,
    "tenda": services.tent,
    "layar": services.screen,
    "genset": services.generator,
    "fotokopi": services.copier,
    "ruang-rapat": services.meeting_room,
    "servis-ac": work.air_conditioner,
    "servis": services.tools,
    "jasa-kebersihan": services.broom_service,
    "penatu": services.laundry,
    "sampah": services.bins,
    "keamanan": services.guard,
    "kurir": services.parcels,
    "situs": services.website,
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

"""What must always hold for papers, as SQL that returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-38 papers",
        "drawn numbers of a series are gapless: as many papers as the series has counted",
        """SELECT series.issuer_id, series.series, series.year, series.last, count(paper.id)
             FROM kernel_numberseries series
             JOIN documents_document paper ON paper.issuer_id = series.issuer_id AND paper.series = series.series
              AND paper.year = series.year AND paper.number ~ ('/' || series.series || '/[0-9]+/')
            GROUP BY series.id HAVING count(paper.id) <> series.last LIMIT 20""",
    ),
    Invariant(
        "I-39 content",
        "each signature names the content of its paper",
        """SELECT signature.id FROM documents_signature signature
             JOIN documents_document paper ON paper.id = signature.document_id
            WHERE signature.content_sha256 <> paper.content_sha256 LIMIT 20""",
    ),
    Invariant(
        "I-39 valid",
        "a valid paper carries a signature of each role it requires, and no unsigned one is valid",
        """SELECT paper.id FROM documents_document paper
            WHERE paper.state = 'valid' AND EXISTS (
              SELECT 1 FROM jsonb_array_elements_text(paper.required_roles) AS wanted(role)
               WHERE NOT EXISTS (SELECT 1 FROM documents_signature one
                                  WHERE one.document_id = paper.id AND one.role = wanted.role)) LIMIT 20""",
    ),
    Invariant(
        "I-39 file",
        "the newest file on record is one that was drawn",
        """SELECT paper.id FROM documents_document paper
            WHERE paper.pdf_sha256 <> '' AND NOT EXISTS (
              SELECT 1 FROM documents_rendering drawn
               WHERE drawn.document_id = paper.id AND drawn.sha256 = paper.pdf_sha256) LIMIT 20""",
    ),
    Invariant(
        "I-42 papers",
        "the issuer of a paper is among those who may see it",
        """SELECT paper.id FROM documents_document paper
            WHERE NOT EXISTS (SELECT 1 FROM documents_documentviewer viewer
                               WHERE viewer.document_id = paper.id AND viewer.organisation_id = paper.issuer_id)
            LIMIT 20""",
    ),
]

"""Everything that a database holds, to prove that something changed nothing."""

from sqlalchemy.orm import Session

from meetups.database import Base


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    session.commit()
    rows = {
        table.name: sorted((tuple(row) for row in session.execute(table.select())), key=str)
        for table in Base.metadata.sorted_tables
    }
    session.commit()
    return rows

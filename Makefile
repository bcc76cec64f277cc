# Two commands are enough: « make run » to try, « make test » to check. Each installs what it needs, once.

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak

help: # Cette liste
	@sed -n 's/^\([a-z]*\):.* # \(.*\)/  make \1	\2/p' Makefile | expand -t 16

run: # Ouvre l’application sur http://127.0.0.1:5000 (PORT pour un autre port, DEMO=0 sans la démonstration)
	@scripts/run.sh

test: # Tous les tests : SQLite, PostgreSQL, SMTP, pages dans Chromium (PYTEST_ARGS pour en choisir)
	@scripts/test.sh

check: # Mise en forme, règles d’écriture, types, gabarits, traductions
	@scripts/check.sh

bench: # Nos chiffres à côté de ceux des autres : tables, lieux, affectation, propositions, courriels, pages (BENCH_ARGS="--parts tables" pour choisir)
	@scripts/bench.sh

soak: # Les longues épreuves : dernières places, promotions, envoyeurs tués (PARTS=kills pour en choisir, SOAK_ARGS="--seeds 2" pour aller vite)
	@scripts/soak.sh

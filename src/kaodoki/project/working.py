"""`kaodoki work`: the process that delivers punches and does everything else that nobody waits for."""

from procrastinate.contrib.django import app

CONCURRENCY = 4
# New jobs announce themselves; this is how late one that was scheduled for a time may be noticed.
POLL_S = 1.0
# The supervisor ends what has not stopped in time; an interrupted delivery is looked up over there afterwards.
GRACEFUL_STOP_S = 2.5


def work() -> None:
    """Runs jobs until a signal stops it. Django must have been set up."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACEFUL_STOP_S,
            fetch_job_polling_interval=POLL_S,
            # The punches keep their own history; done jobs would only make the queue slow.
            delete_jobs="successful",
        )

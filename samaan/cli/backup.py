"""backup and restore: one encrypted archive, and back."""

from pathlib import Path

import click

from samaan.cli.base import Group, data_dir_option, database, read_config
from samaan.cli.console import say

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


class Incomplete(click.ClickException):
    """The archive was made, and something it should hold was not there."""

    exit_code = 3


@click.group(cls=Group, invoke_without_command=True)
@data_dir_option
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="The folder for the archive.")
@click.option("--recipient", "recipients", multiple=True, metavar="age1…", help="A public key to encrypt to; repeat.")
@click.option("--recipients-file", type=EXISTING, help="A file with such keys, one a line.")
@click.option("--keep", metavar="7d4w12m", help="Then remove older archives: keep so many days, weeks, months.")
@click.pass_context
def backup(
    call: click.Context,
    folder: Path | None,
    recipients: tuple[str, ...],
    recipients_file: Path | None,
    keep: str | None,
) -> None:
    """Back up the database and the documents into one archive, while everybody works on.

    All of one moment, encrypted to the public keys given, never in clear on any disk. No key of Samaan and no password
    is in it: keep those with `samaan keys export`. Ends with 3 when a document that should be there was not.
    """
    if call.invoked_subcommand:
        return
    if folder is None:
        raise click.UsageError("Say where: --to FOLDER.")
    from samaan.server.backup import thinning

    if keep:
        thinning.plan(keep)
    keys = [*recipients, *listed(recipients_file)]
    with database("job") as config:
        from samaan.server.backup import running

        made = running.make(config, folder, keys, say=lambda line: say(f"  {line}"))
    say(f"{made.path}  {made.size:,} bytes")
    say(f"SHA-256 {made.sha256}")
    if keep:
        gone = thinning.thin(folder, keep)
        say(f"Removed {len(gone)} older archives." if gone else "No older archive was to be removed.")
    if made.manifest.missing:
        raise Incomplete(
            f"The archive was made, but {len(made.manifest.missing)} documents that the database names are not in"
            f" {config.data_dir / 'files'}, the first {made.manifest.missing[0]}."
        )


def listed(path: Path | None) -> list[str]:
    """The keys in a file, without empty lines and remarks."""
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@backup.command()
@click.argument("archive", type=EXISTING)
@click.option("--identity", type=EXISTING, required=True, help="The file with a recipient's secret key.")
def check(archive: Path, identity: Path) -> None:
    """Read an archive to its end and say whether it is whole, and what it is.

    Nothing is written anywhere, and no database is needed. Do it now and then with a real one.
    """
    from samaan.server.backup import archive as archives
    from samaan.server.backup.examining import examine

    found = examine(archive, archives.identities(identity))
    manifest = found.signed.manifest
    say(f"{archive.name} is whole.")
    say(f"  made         {found.header.made_at} by Samaan {found.header.version}")
    say(f"  rows         {sum(part.count for part in manifest.tables.values()):,} in {len(manifest.tables)} tables")
    say(f"  documents    {manifest.files.count:,}" + (f", {len(manifest.missing)} missing" if manifest.missing else ""))
    masters = ", ".join(f"{number} ({mark or 'not noted'})" for number, mark in found.header.masters.items())
    say(f"  master key   {masters}")
    say(f"  signed by    {found.signed.key}")
    say(f"  sealed log   {told(manifest.checkpoint)}")


def told(checkpoint: str) -> str:
    from samaan.audit.checkpoints import parse

    if not checkpoint:
        return "nothing was sealed yet"
    found = parse(checkpoint)
    return f"{found.size:,} events up to checkpoint {found.number} of {found.sealed_at}"


@backup.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The new file.")
def key(output: Path) -> None:
    """Make a pair of keys for backups: the secret one into a file, the public one printed.

    Do it on a machine that is not the server, and keep the file off the server: whoever has it and master.key reads
    every backup. `age-keygen` makes the same.
    """
    import pyrage

    from samaan import keyfiles

    secret = pyrage.x25519.Identity.generate()
    public = secret.to_public()
    if not keyfiles.write_new(output, f"# public key: {public}\n{secret}"):
        raise click.ClickException(f"{output} is there already.")
    say(str(public))


@click.command()
@click.option("--from", "archive", type=EXISTING, required=True, help="The archive.")
@click.option("--identity", type=EXISTING, required=True, help="The file with a recipient's secret key.")
@click.option("--erased", "lists", type=EXISTING, multiple=True, help="A further list of erased records.")
@click.option("--witness", type=EXISTING, help="A witness of the sealed log, kept since the archive was made.")
@click.option("--signer", default="", metavar="KEY", help="The archive's signing key, when seal.pub is lost.")
def restore(archive: Path, identity: Path, lists: tuple[Path, ...], witness: Path | None, signer: str) -> None:
    """Put a backup back, into an empty data folder and an empty database.

    First the whole archive is read: one that is damaged, cut off, altered, forged, or of another master key is refused
    before anything is touched. Keys come first: `samaan keys import`. Whoever was erased since stays erased
    (samaan-erased.jsonl beside the archive, and --erased). Everybody is signed out, and tokens of the API are ended.

    Ends with 3 when the data are back and the sealed log is not what it should be; it says in what.
    """
    from samaan.cli.restoring import restore_all

    restore_all(read_config(), archive, identity, lists, witness, signer)

"""The `klyngepakker` command."""
import typer

app = typer.Typer()

use std::process::ExitCode;

fn main() -> ExitCode {
    pbiforge::cli::main()
}

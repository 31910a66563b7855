//! Takes out what the compiler cannot know to be unused.

use crate::say;
use anyhow::{Result, bail};
use std::path::PathBuf;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// Part of the mangled names of functions that are never called.
///
/// Every type of view carries the code for taking over a page piece by piece while files arrive. `frontend`
/// takes it over in one go once the files are there, but the code is reached through a table.
const UNUSED: &str = "8into_any13hydrate_async";

/// Empties the functions that are never called, so that the optimiser removes all that only they need.
pub fn unused<'a>(files: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let mut emptied = 0;
    for file in files {
        let mut module = Module::from_file(file)
            .map_err(|error| error.context(format!("{} is not WebAssembly", file.display())))?;
        let found = empty(&mut module);
        if 0 < found {
            std::fs::write(file, module.emit_wasm())?;
        }
        emptied += found;
    }
    if emptied == 0 {
        bail!("no function has a name with {UNUSED}; has Leptos renamed it?");
    }
    say::note(&format!("emptied {emptied} functions that are never called"));
    Ok(())
}

fn empty(module: &mut Module) -> usize {
    let is_unused = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains(UNUSED));
    let locals = module.funcs.iter_local().map(|(id, local)| (id, local.ty()));
    let unused: Vec<_> = locals.filter(|(id, _)| is_unused(&module.funcs.get(*id).name)).collect();
    for (id, ty) in &unused {
        let (params, results) = module.types.params_results(*ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
        body.func_body().unreachable();
        let arguments = params.iter().map(|param| module.locals.add(*param)).collect();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(body.local_func(arguments));
    }
    unused.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;

    #[test]
    fn only_functions_of_that_name_are_emptied() {
        let mut module = Module::default();
        let mut add = |name: &str| {
            let mut body = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            body.name(name.to_owned()).func_body().i32_const(1);
            let argument = module.locals.add(ValType::I32);
            body.finish(vec![argument], &mut module.funcs)
        };
        let (kept, emptied) = (add("_ZN8into_any5build17hE"), add("_ZN8into_any13hydrate_async17hE"));
        assert_eq!(empty(&mut module), 1);
        let first = |id| {
            let local = module.funcs.get(id).kind.unwrap_local();
            format!("{:?}", local.block(local.entry_block()).instrs.first())
        };
        assert!(first(emptied).contains("Unreachable"));
        assert!(!first(kept).contains("Unreachable"));
    }
}

/** What people see and type: terminals, tables, JSON, prompts. Knows nothing of Stagedoor's API. */
@NullMarked
package dev.stagedoor.cli.console;

import org.jspecify.annotations.NullMarked;

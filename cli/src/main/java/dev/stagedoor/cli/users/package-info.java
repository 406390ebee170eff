/** stagedoor users: the end users of a tenant's application, kept out and let in again. */
@NullMarked
package dev.stagedoor.cli.users;

import org.jspecify.annotations.NullMarked;

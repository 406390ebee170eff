/** stagedoor audit: the hash chain, read, exported and verified without trusting the server. */
@NullMarked
package dev.stagedoor.cli.audit;

import org.jspecify.annotations.NullMarked;

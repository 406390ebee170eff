/** The wire records of Stagedoor's HTTP API, a package per feature; those here are of none in particular. */
@NullMarked
package dev.stagedoor.api;

import org.jspecify.annotations.NullMarked;

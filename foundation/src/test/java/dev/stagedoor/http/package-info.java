/** Tests of {@code dev.stagedoor.http}, through a really started server wherever HTTP is what is tested. */
@NullMarked
package dev.stagedoor.http;

import org.jspecify.annotations.NullMarked;

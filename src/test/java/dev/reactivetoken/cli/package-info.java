/** Tests of the command: run within this JVM, against the embedded server over real sockets. */
package dev.reactivetoken.cli;

"""What changes in registration: parties come (`registering`), give places back (`cancelling`), get new codes (`reissuing`)."""

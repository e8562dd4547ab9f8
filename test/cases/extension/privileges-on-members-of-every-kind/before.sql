create extension citext; 
